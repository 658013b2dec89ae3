import type { FeatureLayout, FeatureValues } from './extractor.types.js';
import type { ChosenFeature } from './plan-features.js';

/** Lays features out one after the other, each on a multiple of four bytes. */
export const layoutOf = (
  chosen: readonly ChosenFeature[],
): { readonly layout: readonly FeatureLayout[]; readonly byteLength: number } => {
  let offset = 0;
  const layout = chosen.map(({ name, kernel: { size } }): FeatureLayout => {
    const type = name === 'quantized' ? 'u8' : 'f32';
    const place = { name, type, offset, size } as const;
    offset += 4 * Math.ceil((type === 'u8' ? size : 4 * size) / 4);
    return place;
  });
  return { layout, byteLength: offset };
};

/** Views of the features in a buffer. */
export const viewFeatures = (
  layout: readonly FeatureLayout[],
  buffer: ArrayBuffer,
): FeatureValues => {
  const values: { -readonly [K in keyof FeatureValues]: FeatureValues[K] } = {};
  for (const { name, offset, size } of layout) {
    if (name === 'quantized') values[name] = new Uint8Array(buffer, offset, size);
    else values[name] = new Float32Array(buffer, offset, size);
  }
  return values;
};
