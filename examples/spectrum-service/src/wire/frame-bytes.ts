const { min, max, round } = Math;

/** Version 1 of the layout in the high half; how values are written in the low one. */
const KIND = { u8: 0x11, u8To1500: 0x12, u16: 0x13 } as const;
const U8_HEAD = 8;
const U16_HEAD = 10;
const THOUSAND = 1000;

/** What a frame tells. */
export interface SpectrumFrame {
  readonly seq: number;
  readonly epoch: number;
  /** 0 to 1. */
  readonly level: number;
  /** 0 to 1, in exact mode to 1.5. */
  readonly bass: number;
  readonly bars: ArrayLike<number>;
}

/** How a frame is written. */
export interface FrameBytesOptions {
  readonly format: 'u8' | 'u16';
  /** What bars go up to: 1, or 1.5. */
  readonly ceiling: number;
}

const within = (value: number, most: number): number => min(most, max(0, round(value)));

/** Writes a frame; docs/spectrum-service.md has the layout. */
export const encodeFrame = (
  { seq, epoch, level, bass, bars }: SpectrumFrame,
  { format, ceiling }: FrameBytesOptions,
): Uint8Array<ArrayBuffer> => {
  const isBytes = format === 'u8';
  const head = isBytes ? U8_HEAD : U16_HEAD;
  const bytes = new Uint8Array(head + bars.length * (isBytes ? 1 : 2));
  const view = new DataView(bytes.buffer);
  view.setUint8(1, epoch & 0xff);
  view.setUint32(2, seq >>> 0, true);
  if (isBytes) {
    const scale = 255 / ceiling;
    view.setUint8(0, ceiling > 1 ? KIND.u8To1500 : KIND.u8);
    view.setUint8(6, within(255 * level, 255));
    view.setUint8(7, within(scale * bass, 255));
    for (let bar = 0; bar < bars.length; bar++)
      bytes[head + bar] = within(scale * (bars[bar] ?? 0), 255);
    return bytes;
  }
  view.setUint8(0, KIND.u16);
  view.setUint16(6, within(THOUSAND * level, 65_535), true);
  view.setUint16(8, within(THOUSAND * bass, 65_535), true);
  for (let bar = 0; bar < bars.length; bar++) {
    view.setUint16(head + 2 * bar, within(THOUSAND * (bars[bar] ?? 0), 65_535), true);
  }
  return bytes;
};

/** Reads a frame; undefined where the bytes are none. */
export const decodeFrame = (data: ArrayBuffer | Uint8Array): SpectrumFrame | undefined => {
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kind = bytes[0];
  const isBytes = kind === KIND.u8 || kind === KIND.u8To1500;
  if (!isBytes && kind !== KIND.u16) return undefined;
  const head = isBytes ? U8_HEAD : U16_HEAD;
  const size = isBytes ? 1 : 2;
  if (bytes.length < head || (bytes.length - head) % size !== 0) return undefined;
  const seq = view.getUint32(2, true);
  const epoch = view.getUint8(1);
  const bars = new Float32Array((bytes.length - head) / size);
  if (isBytes) {
    const step = (kind === KIND.u8 ? 1 : 1.5) / 255;
    for (let bar = 0; bar < bars.length; bar++) bars[bar] = view.getUint8(head + bar) * step;
    return { seq, epoch, level: view.getUint8(6) / 255, bass: view.getUint8(7) * step, bars };
  }
  for (let bar = 0; bar < bars.length; bar++) {
    bars[bar] = view.getUint16(head + 2 * bar, true) / THOUSAND;
  }
  const level = view.getUint16(6, true) / THOUSAND;
  return { seq, epoch, level, bass: view.getUint16(8, true) / THOUSAND, bars };
};
