/**
 * Where things are in the memory of the kernels, in bytes: 4 MiB in all, which never grow. Nothing there outlives a call but the plans, and these
 * are put back when others have taken their place.
 */
export const SIMD_REGIONS = {
  plans: 0x400,
  input: 0x180000,
  output: 0x1c0000,
  scratch: 0x240000,
  end: 0x400000,
} as const;

/** Samples that fit into the input, with some room behind them. */
export const INPUT_SAMPLES: number = (SIMD_REGIONS.output - SIMD_REGIONS.input) / 4 - 64;
/** Numbers that fit into the output. */
export const OUTPUT_VALUES: number = (SIMD_REGIONS.scratch - SIMD_REGIONS.output) / 4 - 64;
/** The largest transform, in samples: two buffers of an odd size and the largest bands fit into the scratch. */
export const LARGEST_SIZE = 16_384;
/** The largest plan, in bytes: several fit beside each other. */
export const LARGEST_PLAN = 0x80000;
