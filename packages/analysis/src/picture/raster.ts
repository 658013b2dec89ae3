import type { Rgb, RgbaImage } from './rgba-image.js';

const { max, min, floor } = Math;

/** A colour, and how much it covers, 0 to 1. */
export interface Paint {
  readonly color: Rgb;
  readonly alpha: number;
}

/** A rectangle in whole pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels that can be painted; what lies outside is left out. */
export interface Raster {
  readonly image: RgbaImage;
  /** Paints a pixel. */
  set(x: number, y: number, color: Rgb): void;
  /** Paints over a pixel. */
  blend(x: number, y: number, paint: Paint): void;
  /** Fills a rectangle. */
  fill(box: Box, color: Rgb): void;
  /** Paints a part of a column, whose ends may lie between pixels. */
  strip(x: number, span: { readonly from: number; readonly to: number }, color: Rgb): void;
}

/** Makes an opaque picture of one colour. */
export const createRaster = (width: number, height: number, [red, green, blue]: Rgb): Raster => {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < data.length; i += 4) {
    data[i] = red;
    data[i + 1] = green;
    data[i + 2] = blue;
    data[i + 3] = 255;
  }
  const blend: Raster['blend'] = (x, y, { color, alpha }) => {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const at = 4 * (y * width + x);
    for (let c = 0; c < 3; c++) {
      const before = data[at + c] ?? 0;
      data[at + c] = before + alpha * ((color[c] ?? 0) - before);
    }
  };
  const set: Raster['set'] = (x, y, color) => blend(x, y, { color, alpha: 1 });
  return {
    image: { width, height, data },
    set,
    blend,
    fill: (box, color): void => {
      for (let y = box.y; y < box.y + box.height; y++) {
        for (let x = box.x; x < box.x + box.width; x++) set(x, y, color);
      }
    },
    strip: (x, { from, to }, color): void => {
      for (let y = floor(from); y < to; y++) {
        blend(x, y, { color, alpha: min(to, y + 1) - max(from, y) });
      }
    },
  };
};
