import { AudioFlowError } from '@audioflow/core';

/** How an AIFF file stores its samples. */
export interface AiffEncoding {
  /** Bits of a sample as it is stored. */
  readonly bits: number;
  /** The compression type of AIFF-C; absent for AIFF, whose integers have the highest byte first. */
  readonly type?: string;
}

/** What an AIFF file to be written holds. */
export interface AiffFormat extends AiffEncoding {
  /** Hz, an integer. */
  readonly sampleRate: number;
  readonly channelCount: number;
  /** An ID3 tag; absent without tags. */
  readonly id3?: Uint8Array | undefined;
}

const MAX_BYTES = 0xffff_ffff;
/** The version of AIFF-C, a date. */
const VERSION = 0xa280_5140;
const SOUND_HEAD_BYTES = 8;

const chunk = (id: string, body: Uint8Array): Buffer => {
  const bytes = Buffer.alloc(8 + body.length + (body.length % 2));
  bytes.write(id, 'latin1');
  bytes.writeUInt32BE(body.length, 4);
  bytes.set(body, 8);
  return bytes;
};

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** A positive integer as an IEEE 754 number of 80 bits: exponent, and a mantissa with its first 1. */
const extended = (value: number): Buffer => {
  const bytes = Buffer.alloc(10);
  const exponent = Math.floor(Math.log2(value));
  bytes.writeUInt16BE(16_383 + exponent);
  bytes.writeBigUInt64BE(BigInt(value) << BigInt(63 - exponent), 2);
  return bytes;
};

const common = ({ channelCount, sampleRate, bits, type }: AiffFormat, samples: number): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(channelCount);
  head.writeUInt32BE(samples, 2);
  head.writeUInt16BE(bits, 6);
  // AIFF-C has a name behind the type: an empty one, padded.
  const compression = type === undefined ? [] : [Buffer.from(`${type}\0\0`, 'latin1')];
  return chunk('COMM', Buffer.concat([head, extended(sampleRate), ...compression]));
};

/**
 * All that comes before the first sample of an AIFF or AIFF-C file (Apple, "Audio Interchange File Format"
 * 1.3 and "AIFF-C"; the ID3 chunk is id3.org's). Its length depends on the format only, so that it can be
 * written again when the size is known.
 *
 * @param dataBytes Bytes of samples.
 * @throws AudioFlowError `limit-exceeded` past 4 GiB.
 */
export const aiffHeader = (format: AiffFormat, dataBytes: number): Uint8Array => {
  const { bits, channelCount, type, id3 } = format;
  const samples = Math.floor((dataBytes * 8) / (bits * channelCount));
  const body = Buffer.concat([
    Buffer.from(type === undefined ? 'AIFF' : 'AIFC'),
    ...(type === undefined ? [] : [chunk('FVER', uint32(VERSION))]),
    common(format, samples),
    ...(id3 === undefined ? [] : [chunk('ID3 ', id3)]),
    Buffer.from('SSND'),
    uint32(Math.min(MAX_BYTES, SOUND_HEAD_BYTES + dataBytes)),
    Buffer.alloc(SOUND_HEAD_BYTES),
  ]);
  const size = body.length + dataBytes + (dataBytes % 2);
  if (size > MAX_BYTES) {
    throw new AudioFlowError(
      'limit-exceeded',
      `aiff: expected less than 4 GiB, got ${size} bytes: use wav, caf or flac`,
    );
  }
  return new Uint8Array(Buffer.concat([Buffer.from('FORM'), uint32(size), body]));
};
