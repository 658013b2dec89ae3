const { min, max, round } = Math;

/** Version 1 of the layout in the high half; how values are written in the low one. */
const KIND = { u8: 0x11, u8To1500: 0x12, u16: 0x13 } as const;
const U8_HEAD = 4;
const U16_HEAD = 10;
const THOUSAND = 1000;
const SEQ_WRAPS = 65_536;

/** What a frame tells. */
export interface SpectrumFrame {
  readonly seq: number;
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

const encodeU8 = (
  { seq, level, bars }: SpectrumFrame,
  ceiling: number,
): Uint8Array<ArrayBuffer> => {
  const scale = 255 / ceiling;
  const bytes = new Uint8Array(U8_HEAD + bars.length);
  bytes[0] = ceiling > 1 ? KIND.u8To1500 : KIND.u8;
  bytes[1] = seq;
  bytes[2] = seq >>> 8;
  bytes[3] = within(255 * level, 255);
  let length = U8_HEAD;
  for (let bar = 0; bar < bars.length; bar++) {
    const value = within(scale * (bars[bar] ?? 0), 255);
    bytes[U8_HEAD + bar] = value;
    if (value > 0) length = U8_HEAD + bar + 1;
  }
  return bytes.slice(0, length);
};

/** Writes a frame; docs/spectrum-service.md has the layout. */
export const encodeFrame = (
  frame: SpectrumFrame,
  { format, ceiling }: FrameBytesOptions,
): Uint8Array<ArrayBuffer> => {
  if (format === 'u8') return encodeU8(frame, ceiling);
  const { seq, level, bass, bars } = frame;
  const bytes = new Uint8Array(U16_HEAD + 2 * bars.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, KIND.u16);
  view.setUint32(2, seq >>> 0, true);
  view.setUint16(6, within(THOUSAND * level, 65_535), true);
  view.setUint16(8, within(THOUSAND * bass, 65_535), true);
  for (let bar = 0; bar < bars.length; bar++) {
    view.setUint16(U16_HEAD + 2 * bar, within(THOUSAND * (bars[bar] ?? 0), 65_535), true);
  }
  return bytes;
};

/** What a reader has to know of the service: `hello` tells it. */
export interface FrameReaderOptions {
  readonly barCount: number;
  /** Bars of which the bass is the mean. */
  readonly bassCount: number;
}

/** Reads the frames of one connection. */
export interface FrameReader {
  /** The number of the newest version, as a status tells it: short numbers go on from there. */
  anchor(seq: number): void;
  /** A frame; undefined where the bytes are none. */
  read(data: ArrayBuffer | Uint8Array): SpectrumFrame | undefined;
}

/** Makes the reader of the frames of one connection. */
export const createFrameReader = ({ barCount, bassCount }: FrameReaderOptions): FrameReader => {
  let last = 0;

  const readU8 = (bytes: Uint8Array): SpectrumFrame | undefined => {
    const [kind, low = 0, high = 0, level = 0] = bytes;
    if (bytes.length < U8_HEAD || bytes.length > U8_HEAD + barCount) return undefined;
    const step = (kind === KIND.u8 ? 1 : 1.5) / 255;
    const bars = new Float32Array(barCount);
    for (let bar = 0; bar < bytes.length - U8_HEAD; bar++) {
      bars[bar] = (bytes[U8_HEAD + bar] ?? 0) * step;
    }
    let bass = 0;
    for (let bar = 0; bar < bassCount; bar++) bass += (bars[bar] ?? 0) / bassCount;
    const short = low | (high << 8);
    const seq = last + ((short - last + SEQ_WRAPS * (1 + Math.ceil(last / SEQ_WRAPS))) % SEQ_WRAPS);
    return { seq, level: level / 255, bass, bars };
  };
  const readU16 = (bytes: Uint8Array): SpectrumFrame | undefined => {
    if (bytes.length !== U16_HEAD + 2 * barCount) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const valueAt = (at: number): number => view.getUint16(at, true) / THOUSAND;
    const bars = Float32Array.from({ length: barCount }, (_, bar) => valueAt(U16_HEAD + 2 * bar));
    return { seq: view.getUint32(2, true), level: valueAt(6), bass: valueAt(8), bars };
  };

  return {
    anchor: (seq) => {
      last = seq;
    },
    read: (data) => {
      const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
      const [kind] = bytes;
      const isU8 = kind === KIND.u8 || kind === KIND.u8To1500;
      const frame = isU8 ? readU8(bytes) : kind === KIND.u16 ? readU16(bytes) : undefined;
      if (frame !== undefined) last = frame.seq;
      return frame;
    },
  };
};
