/** A picture as pixels: four bytes each (red, green, blue, opacity), row by row from the top. */
export interface RgbaImage {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** As `ImageData` of a canvas takes it: `new ImageData(data, width, height)`. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];
