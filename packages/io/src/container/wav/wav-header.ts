import { AudioFlowError, bytesPerSample, defaultLayout, type SampleType } from '@audioflow/core';

/** What a WAVE file to be written holds. */
export interface WavFormat {
  readonly sampleType: SampleType;
  /** Hz, an integer. */
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Speaker mask; default by channel count. */
  readonly channelMask?: number;
  /** False leaves no room for 64-bit sizes: a header of 44 bytes, data of less than 4 GiB. Default true. */
  readonly rf64?: boolean;
  /** Whole chunks to stand before the samples: tags. Of an even length. */
  readonly chunks?: Uint8Array | undefined;
}

const STREAMED = 0xffffffff;
const SUBTYPE_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** Little-endian fields, one after the other. */
interface FieldWriter {
  readonly bytes: Uint8Array;
  id(text: string): void;
  u16(value: number): void;
  u32(value: number): void;
  u64(value: number): void;
  raw(values: ArrayLike<number>): void;
}

const fieldWriter = (size: number): FieldWriter => {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  return {
    bytes,
    id(text) {
      for (const letter of text) bytes[at++] = letter.charCodeAt(0);
    },
    u16(value) {
      view.setUint16(at, value, true);
      at += 2;
    },
    u32(value) {
      view.setUint32(at, value, true);
      at += 4;
    },
    u64(value) {
      view.setBigUint64(at, BigInt(value), true);
      at += 8;
    },
    raw(values) {
      bytes.set(values, at);
      at += values.length;
    },
  };
};

/** Microsoft asks for the extensible form above 2 channels, above 16 bits and for a speaker mask. */
const isExtensible = ({ sampleType, channelCount, channelMask }: WavFormat): boolean =>
  channelCount > 2 ||
  sampleType === 's24' ||
  sampleType === 's32' ||
  (channelMask !== undefined && channelMask !== defaultLayout(channelCount).mask);

const isFloat = ({ sampleType }: WavFormat): boolean =>
  sampleType === 'f32' || sampleType === 'f64';

const fmtSize = (format: WavFormat): number =>
  isExtensible(format) ? 40 : isFloat(format) ? 18 : 16;

const putFmt = (out: FieldWriter, format: WavFormat): void => {
  const { channelCount, sampleRate } = format;
  const width = bytesPerSample(format.sampleType);
  const tag = isFloat(format) ? 3 : 1;
  const size = fmtSize(format);
  out.id('fmt ');
  out.u32(size);
  out.u16(size === 40 ? 0xfffe : tag);
  out.u16(channelCount);
  out.u32(sampleRate);
  out.u32(sampleRate * width * channelCount);
  out.u16(width * channelCount);
  out.u16(width * 8);
  if (size === 16) return;
  out.u16(size - 18);
  if (size === 18) return;
  out.u16(width * 8);
  out.u32(format.channelMask ?? defaultLayout(channelCount).mask);
  out.u16(tag);
  out.raw(SUBTYPE_TAIL);
};

const putOuter = (out: FieldWriter, format: WavFormat, sizes: WavSizes): void => {
  out.id(sizes.long ? 'RF64' : 'RIFF');
  out.u32(sizes.long || sizes.data === undefined ? STREAMED : sizes.riff);
  out.id('WAVE');
  if (format.rf64 === false) return;
  out.id(sizes.long ? 'ds64' : 'JUNK');
  out.u32(28);
  out.u64(sizes.long ? sizes.riff : 0);
  out.u64(sizes.long ? (sizes.data ?? 0) : 0);
  out.u64(sizes.long ? sizes.samples : 0);
  out.u32(0);
};

interface WavSizes {
  readonly data?: number;
  readonly riff: number;
  readonly samples: number;
  readonly long: boolean;
}

const sizesOf = (format: WavFormat, headerBytes: number, data: number | undefined): WavSizes => {
  const total = data ?? 0;
  const riff = headerBytes - 8 + total + (total % 2);
  const samples = total / (bytesPerSample(format.sampleType) * format.channelCount);
  const long = riff >= STREAMED;
  if (long && format.rf64 === false) {
    throw new AudioFlowError(
      'limit-exceeded',
      `wav: expected less than 4 GiB of data in a header without 64-bit sizes, got ${total} bytes: ` +
        'leave rf64 on',
    );
  }
  return { ...(data === undefined ? {} : { data }), riff, samples, long };
};

/**
 * The header of a WAVE file: all that comes before the first sample. Its length depends on the
 * format only, so that it can be written again when the size is known; past 4 GiB it becomes RF64,
 * whose `ds64` chunk takes the place of `JUNK` (EBU Tech 3306).
 *
 * @param dataBytes Bytes of samples; absent for a stream of unknown length (sizes 0xFFFFFFFF).
 */
export const wavHeader = (format: WavFormat, dataBytes?: number): Uint8Array => {
  const withFact = isFloat(format);
  const { chunks = new Uint8Array() } = format;
  const before = 12 + (format.rf64 === false ? 0 : 36);
  const size = before + 8 + fmtSize(format) + (withFact ? 12 : 0) + chunks.length + 8;
  const sizes = sizesOf(format, size, dataBytes);
  const unknown = sizes.long || dataBytes === undefined;
  const out = fieldWriter(size);
  putOuter(out, format, sizes);
  putFmt(out, format);
  if (withFact) {
    out.id('fact');
    out.u32(4);
    out.u32(unknown ? STREAMED : sizes.samples);
  }
  out.raw(chunks);
  out.id('data');
  out.u32(unknown ? STREAMED : (dataBytes ?? 0));
  return out.bytes;
};
