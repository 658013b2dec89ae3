import * as z from 'zod';

const moduleSchema = z.looseObject({
  HEAPF32: z.custom<Float32Array>((value) => ArrayBuffer.isView(value)),
  _pffft_aligned_malloc: z.custom<(bytes: number) => number>(
    (value) => typeof value === 'function',
  ),
  _pffft_new_setup: z.custom<(size: number, kind: number) => number>(
    (value) => typeof value === 'function',
  ),
  _pffft_transform_ordered: z.custom<(...args: readonly number[]) => void>(
    (value) => typeof value === 'function',
  ),
});

/** Makes real transforms of pffft, compiled to WASM with SIMD: float32, data in its memory already. */
export const loadPffft = async (): Promise<(size: number) => () => void> => {
  const name = '@echogarden/pffft-wasm/simd';
  const loaded: { readonly default: () => Promise<unknown> } = await import(name);
  const pffft = moduleSchema.parse(await loaded.default());
  return (size) => {
    const input = pffft._pffft_aligned_malloc(4 * size);
    const output = pffft._pffft_aligned_malloc(4 * size);
    const work = pffft._pffft_aligned_malloc(4 * size);
    for (let i = 0; i < size; i++) pffft.HEAPF32[input / 4 + i] = Math.random() - 0.5;
    const setup = pffft._pffft_new_setup(size, 0);
    return () => pffft._pffft_transform_ordered(setup, input, output, work, 0);
  };
};
