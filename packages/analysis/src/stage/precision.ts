import * as z from 'zod';

/** In which precision a feature is computed. */
export interface PrecisionOptions {
  /**
   * 'double' has the same values on every machine. 'single' computes by WebAssembly with SIMD where the runtime has it, several times as
   * quick and right to about seven digits of the loudest frequency; elsewhere it is as 'double'. Default 'double'.
   */
  readonly precision?: 'double' | 'single' | undefined;
}

/** The shape of {@link PrecisionOptions}. */
export const precisionShape: {
  readonly precision: z.ZodDefault<z.ZodEnum<{ double: 'double'; single: 'single' }>>;
} = { precision: z.enum(['double', 'single']).default('double') };
