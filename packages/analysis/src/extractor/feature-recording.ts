import { AudioFlowError } from '@audioflow/core';
import * as z from 'zod';
import type { ExtractedFrame, FeatureLayout } from './extractor.types.js';
import { viewFeatures } from './layout-of.js';
import { FEATURE_NAMES } from './plan-features.js';

/** What a feature service answers, as bytes: all frames of one piece of audio. */
export interface FeatureRecording {
  /** In Hz: the unit of `pts` and `hopLength`. */
  readonly sampleRate: number;
  /** Samples from one frame to the next. */
  readonly hopLength: number;
  readonly layout: readonly FeatureLayout[];
  readonly frames: readonly ExtractedFrame[];
}

/** The media type of {@link decodeFeatures}'s bytes. */
export const FEATURE_MEDIA_TYPE = 'application/vnd.audioflow.features';

const MAGIC = 0x31_46_46_41; // "AFF1", little-endian
const HEAD = 8;
/** Where frames may begin: multiples of 8 bytes, so that all views are aligned. */
const ALIGN = 8;
const align = (count: number): number => ALIGN * Math.ceil(count / ALIGN);

/** Bytes of one frame: its pts as a double, then its features. */
const frameBytes = (layout: readonly FeatureLayout[]): number => {
  const ends = layout.map(({ offset, size, type }) => offset + (type === 'u8' ? size : 4 * size));
  return ALIGN + align(Math.max(0, ...ends));
};

/** What a piece of the bytes holds at least, unless it is the last. */
const PIECE = 65_536;

/** A recording as bytes. */
export interface FeatureBytes {
  readonly byteLength: number;
  /** The bytes, in pieces that are made one by one. */
  readonly pieces: Generator<Uint8Array<ArrayBuffer>>;
}

/** Writes a recording: "AFF1", the length of a header in JSON, the header, then the frames. */
export const featureBytes = (recording: FeatureRecording): FeatureBytes => {
  const { frames, layout, sampleRate, hopLength } = recording;
  const frameLength = frameBytes(layout);
  const header = new TextEncoder().encode(
    JSON.stringify({ sampleRate, hopLength, frameCount: frames.length, frameLength, layout }),
  );
  const from = align(HEAD + header.length);
  const perPiece = Math.ceil(PIECE / frameLength);
  function* pieces(): Generator<Uint8Array<ArrayBuffer>> {
    const head = new Uint8Array(from);
    const view = new DataView(head.buffer);
    view.setUint32(0, MAGIC, true);
    view.setUint32(4, header.length, true);
    head.set(header, HEAD);
    yield head;
    for (let first = 0; first < frames.length; first += perPiece) {
      const some = frames.slice(first, first + perPiece);
      const bytes = new Uint8Array(some.length * frameLength);
      const places = new DataView(bytes.buffer);
      for (const [index, { pts, buffer }] of some.entries()) {
        places.setFloat64(index * frameLength, pts, true);
        bytes.set(new Uint8Array(buffer), index * frameLength + ALIGN);
      }
      yield bytes;
    }
  }
  return { byteLength: from + frames.length * frameLength, pieces: pieces() };
};

const headerSchema = z.object({
  sampleRate: z.number().positive(),
  hopLength: z.int().positive(),
  frameCount: z.int().nonnegative(),
  frameLength: z.int().positive(),
  layout: z.array(
    z.object({
      name: z.enum(FEATURE_NAMES),
      type: z.enum(['f32', 'u8']),
      offset: z.int().nonnegative().multipleOf(4),
      size: z.int().nonnegative(),
    }),
  ),
});

const readHeader = (text: string): z.output<typeof headerSchema> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong('a header in JSON');
  }
  const { data, success } = headerSchema.safeParse(json);
  if (
    !success ||
    data.layout.some(({ name, type }) => (name === 'quantized') !== (type === 'u8'))
  ) {
    throw wrong('a header that tells of rate, hop, frames and layout');
  }
  if (data.frameLength !== frameBytes(data.layout)) throw wrong('frames as long as their layout');
  return data;
};

const wrong = (expected: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `decodeFeatures: expected ${expected}`);

/**
 * Reads what a feature service answers to `Accept: application/vnd.audioflow.features`. Each frame has a buffer of its own; values are
 * little-endian, as all machines that run JavaScript today.
 *
 * @throws AudioFlowError `malformed-data`.
 *
 * @example
 * import { createFrame, fromFrames } from '@audioflow/core';
 * import { decodeFeatures, featureHandler } from '@audioflow/analysis';
 * const silence = createFrame([new Float32Array(8000)], { sampleRate: 8000 });
 * const handle = featureHandler({ decode: () => fromFrames([silence]) });
 * const answer = await handle(new Request('http://localhost/?features=rms&hopLength=1000', {
 *   method: 'POST',
 *   headers: { accept: 'application/vnd.audioflow.features' },
 *   body: Uint8Array.of(1),
 * }));
 * const { sampleRate, frames } = decodeFeatures(new Uint8Array(await answer.arrayBuffer()));
 * console.log(sampleRate, frames.map(({ pts }) => pts).join(' ')); // 8000 0 1000 2000 3000 4000 5000 6000 7000 8000
 */
export const decodeFeatures = (bytes: Uint8Array): FeatureRecording => {
  const { byteLength } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, byteLength);
  if (byteLength < HEAD || view.getUint32(0, true) !== MAGIC)
    throw wrong('bytes that begin "AFF1"');
  const length = view.getUint32(4, true);
  if (HEAD + length > byteLength) throw wrong(`a header of ${length} bytes`);
  const header = new TextDecoder().decode(bytes.subarray(HEAD, HEAD + length));
  const { sampleRate, hopLength, frameCount, frameLength, layout } = readHeader(header);
  const from = align(HEAD + length);
  if (byteLength < from + frameCount * frameLength) throw wrong(`${frameCount} frames`);
  const frames = Array.from({ length: frameCount }, (_, index): ExtractedFrame => {
    const at = from + index * frameLength;
    const pts = view.getFloat64(at, true);
    const { buffer } = new Uint8Array(bytes.subarray(at + ALIGN, at + frameLength));
    return { pts, sampleRate, values: viewFeatures(layout, buffer), buffer };
  });
  return { sampleRate, hopLength, layout, frames };
};
