interface MeydaModule {
  bufferSize: number;
  sampleRate: number;
  extract(feature: string, samples: Float32Array): unknown;
}

const isMeyda = (value: unknown): value is MeydaModule =>
  typeof value === 'object' && value !== null && 'extract' in value && 'bufferSize' in value;

/** Loads Meyda for frames of a power of two. Its types are those of another build than Node loads. */
export const loadMeyda = async (): Promise<
  (size: number, sampleRate: number) => (samples: Float32Array) => unknown
> => {
  const name = 'meyda';
  const loaded: { readonly default: unknown } = await import(name);
  const meyda = loaded.default;
  if (!isMeyda(meyda)) throw new Error('meyda has no extract');
  return (size, sampleRate) => (samples) => {
    meyda.bufferSize = size;
    meyda.sampleRate = sampleRate;
    return meyda.extract('melBands', samples);
  };
};
