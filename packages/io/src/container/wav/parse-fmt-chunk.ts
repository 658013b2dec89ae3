import { AudioFlowError, bytesPerSample } from '@audioflow/core';
import type { WavSampleType } from './wav-format.types.js';

/** What the `fmt ` chunk says. */
export interface FmtChunk {
  readonly sampleType: WavSampleType;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly validBits: number;
  readonly channelMask: number;
  readonly blockAlign: number;
}

const EXTENSIBLE = 0xfffe;
/** The tail of every KSDATAFORMAT_SUBTYPE GUID whose first two bytes are a format tag. */
const SUBTYPE_TAIL = '000000001000800000aa00389b71';
const MAX_CHANNELS = 256;

const integerTypes: Readonly<Record<number, WavSampleType>> = {
  1: 'u8',
  2: 's16',
  3: 's24',
  4: 's32',
};
const floatTypes: Readonly<Record<number, WavSampleType>> = { 4: 'f32', 8: 'f64' };
const otherTags: Readonly<Record<number, string>> = {
  2: 'Microsoft ADPCM',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  80: 'MPEG audio',
  85: 'MP3',
  255: 'AAC',
};

const malformed = (text: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `wav: ${text}`);

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The sample type of a format tag and the stored bytes of one sample. */
const sampleTypeOf = (tag: number, width: number, bits: number): WavSampleType => {
  if (tag === 6) return 'alaw';
  if (tag === 7) return 'mulaw';
  const found = tag === 1 ? integerTypes[width] : tag === 3 ? floatTypes[width] : undefined;
  if (found !== undefined) return found;
  const name = tag === 1 ? 'integer PCM' : tag === 3 ? 'float PCM' : (otherTags[tag] ?? 'unknown');
  throw new AudioFlowError(
    'unsupported',
    `wav: expected PCM of 8, 16, 24 or 32 bits, float of 32 or 64 bits, A-law or mu-law, ` +
      `got ${name} (format tag ${tag}, ${bits} bits): convert the file to PCM`,
    { details: { formatTag: tag, bits } },
  );
};

const readTag = (view: DataView, chunk: Uint8Array): number => {
  const tag = view.getUint16(0, true);
  if (tag !== EXTENSIBLE) return tag;
  if (chunk.length < 40) {
    throw malformed(`expected 40 bytes of extensible format, got ${chunk.length}`);
  }
  if (hex(chunk.subarray(26, 40)) !== SUBTYPE_TAIL) {
    throw new AudioFlowError(
      'unsupported',
      `wav: expected a PCM, float or G.711 sub-format, got GUID ${hex(chunk.subarray(24, 40))}`,
    );
  }
  return view.getUint16(24, true);
};

/**
 * Bytes of one stored sample: what the bits need, or more (24 in 32) where block size and byte rate
 * agree on it; writers that fill in only one of the two are common.
 */
const widthOf = (view: DataView): number => {
  const blockAlign = view.getUint16(12, true);
  const width = blockAlign / view.getUint16(2, true);
  const least = Math.ceil(view.getUint16(14, true) / 8);
  const agreed = view.getUint32(8, true) === blockAlign * view.getUint32(4, true);
  return agreed && Number.isInteger(width) && width > least && width <= 8 ? width : least;
};

/**
 * Reads a `fmt ` chunk (Microsoft, "Multiple Channel Audio Data and WAVE Files"; WAVEFORMATEX,
 * WAVEFORMATEXTENSIBLE). Samples of odd bit counts are left-justified in their bytes, so they need
 * no case of their own.
 *
 * @throws AudioFlowError `malformed-data`, or `unsupported` for other codecs.
 */
export const parseFmtChunk = (chunk: Uint8Array): FmtChunk => {
  if (chunk.length < 16) throw malformed(`expected a fmt chunk of 16 bytes, got ${chunk.length}`);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const tag = readTag(view, chunk);
  const channelCount = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const bits = view.getUint16(14, true);
  if (channelCount === 0) throw malformed('expected at least 1 channel, got 0');
  if (sampleRate === 0) throw malformed('expected a sample rate above 0 Hz, got 0');
  if (channelCount > MAX_CHANNELS) {
    throw new AudioFlowError(
      'unsupported',
      `wav: expected at most ${MAX_CHANNELS} channels, got ${channelCount}`,
    );
  }
  const sampleType = sampleTypeOf(tag, widthOf(view), bits);
  const width = sampleType === 'alaw' || sampleType === 'mulaw' ? 1 : bytesPerSample(sampleType);
  const stored = width * 8;
  const extensible = view.getUint16(0, true) === EXTENSIBLE;
  const valid = extensible ? view.getUint16(18, true) : bits;
  return {
    sampleType,
    sampleRate,
    channelCount,
    validBits: valid > 0 && valid <= stored ? valid : stored,
    channelMask: extensible ? view.getUint32(20, true) : 0,
    blockAlign: width * channelCount,
  };
};
