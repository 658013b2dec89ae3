interface MeydaModule {
  bufferSize: number;
  sampleRate: number;
  extract(feature: string, samples: Float32Array): unknown;
}

const isMeyda = (value: unknown): value is MeydaModule =>
  typeof value === 'object' && value !== null && 'extract' in value && 'bufferSize' in value;

/** Loads Meyda for frames of 512 at 16 kHz. Its types are those of another build than Node loads. */
export const loadMeyda = async (): Promise<(samples: Float32Array) => unknown> => {
  const name = 'meyda';
  const loaded: { readonly default: unknown } = await import(name);
  const meyda = loaded.default;
  if (!isMeyda(meyda)) throw new Error('meyda has no extract');
  meyda.bufferSize = 512;
  meyda.sampleRate = 16_000;
  return (samples) => meyda.extract('melBands', samples);
};
