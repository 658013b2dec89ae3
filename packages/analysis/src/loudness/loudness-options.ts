import * as z from 'zod';

/** The shape of `LoudnessMeterOptions`. */
export const loudnessShape: {
  readonly hopMs: z.ZodDefault<z.ZodLiteral<1 | 2 | 4 | 5 | 10 | 20>>;
  readonly truePeak: z.ZodDefault<z.ZodBoolean>;
  readonly weights: z.ZodOptional<z.ZodArray<z.ZodNumber>>;
} = {
  hopMs: z.literal([1, 2, 4, 5, 10, 20]).default(20),
  truePeak: z.boolean().default(true),
  weights: z.array(z.number().nonnegative()).optional(),
};
