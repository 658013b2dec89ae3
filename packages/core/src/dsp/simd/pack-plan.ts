import type { SimdPlan } from './simd-host.js';

/** The bits of a number in single precision, as an integer. */
export const floatBits = (value: number): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return view.getInt32(0);
};

const aligned = (bytes: number): number => (bytes + 15) & ~15;

/** Packs what a kernel goes by: words, of which an array stands for its place, and the arrays behind them. */
export const packPlan = (words: readonly (number | Float32Array | Int32Array)[]): SimdPlan => {
  const header = new Int32Array(words.length);
  const parts: (readonly [number, Float32Array | Int32Array])[] = [];
  let end = aligned(header.byteLength);
  for (const [index, word] of words.entries()) {
    if (typeof word === 'number') {
      header[index] = word;
      continue;
    }
    header[index] = end;
    parts.push([end, word]);
    end = aligned(end + word.byteLength);
  }
  const image = new Uint8Array(end);
  for (const [at, { buffer, byteOffset, byteLength }] of [[0, header] as const, ...parts]) {
    image.set(new Uint8Array(buffer, byteOffset, byteLength), at);
  }
  return { image, place: 0, filling: 0 };
};
