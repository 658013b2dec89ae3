import { AudioFlowError } from '@audioflow/core';
import { encode } from 'fast-png';
import type { RgbaImage } from './rgba-image.js';

const withoutOpacity = (data: Uint8ClampedArray): Uint8Array => {
  const pixels = data.length / 4;
  const rgb = new Uint8Array(3 * pixels);
  for (let i = 0; i < pixels; i++) {
    rgb[3 * i] = data[4 * i] ?? 0;
    rgb[3 * i + 1] = data[4 * i + 1] ?? 0;
    rgb[3 * i + 2] = data[4 * i + 2] ?? 0;
  }
  return rgb;
};

const isOpaque = (data: Uint8ClampedArray): boolean => {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false;
  return true;
};

/**
 * Makes a PNG file of pixels: 24 bits a pixel if all are opaque, else 32.
 *
 * @throws AudioFlowError `invalid-option` on a picture without a pixel, and on data of another length than 4 bytes for each.
 *
 * @example
 * import { encodePng } from '@audioflow/analysis/picture';
 * const red = Uint8ClampedArray.of(255, 0, 0, 255);
 * const png = encodePng({ width: 1, height: 1, data: red });
 * console.log(String.fromCharCode(...png.subarray(1, 4))); // PNG
 */
export const encodePng = ({ width, height, data }: RgbaImage): Uint8Array<ArrayBuffer> => {
  const isSize = (side: number): boolean => Number.isSafeInteger(side) && side > 0;
  if (!isSize(width) || !isSize(height) || data.length !== 4 * width * height) {
    throw new AudioFlowError(
      'invalid-option',
      `encodePng: expected 4 bytes for each of one pixel or more, got ${data.length} for ${width} x ${height}`,
    );
  }
  const pixels = isOpaque(data)
    ? { data: withoutOpacity(data), channels: 3 }
    : { data: new Uint8Array(data.buffer, data.byteOffset, data.length), channels: 4 };
  return Uint8Array.from(encode({ width, height, depth: 8, ...pixels }, { zlib: { level: 6 } }));
};
