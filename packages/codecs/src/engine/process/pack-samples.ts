import type { CodedSampleType } from '../codec-engine.js';

/** Added and taken away again it leaves a double without its fraction, ties to even. */
const WHOLE = 1.5 * 2 ** 52;

const pack16 = (samples: Float32Array): Uint8Array<ArrayBuffer> => {
  const view = new DataView(new ArrayBuffer(2 * samples.length));
  for (let i = 0; i < samples.length; i++) {
    const value = (samples[i] ?? 0) * 32_768 + WHOLE - WHOLE;
    view.setInt16(2 * i, Math.min(Math.max(value, -32_768), 32_767), true);
  }
  return new Uint8Array(view.buffer);
};

const pack24 = (samples: Float32Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(3 * samples.length);
  for (let i = 0, at = 0; i < samples.length; i++) {
    const value = (samples[i] ?? 0) * 8_388_608 + WHOLE - WHOLE;
    const whole = Math.min(Math.max(value, -8_388_608), 8_388_607);
    bytes[at++] = whole;
    bytes[at++] = whole >> 8;
    bytes[at++] = whole >> 16;
  }
  return bytes;
};

/**
 * Writes interleaved floats as the encoder is given them, little-endian: rounded to the nearest step, ties to
 * even as FFmpeg does, and clipped.
 */
export const packSamples = (
  samples: Float32Array<ArrayBuffer>,
  sampleType: CodedSampleType = 'f32',
): Uint8Array<ArrayBuffer> => {
  if (sampleType === 's16') return pack16(samples);
  if (sampleType === 's24') return pack24(samples);
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
};
