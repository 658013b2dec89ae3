import { AudioFlowError, type AudioFrame, type Transform } from '@audioflow/core';
import { createDataFrames, type DataFrames } from './data-frames.js';
import { type FmtChunk, parseFmtChunk } from './parse-fmt-chunk.js';
import { parseInfoList } from './parse-info-list.js';
import { type ChunkPlan, chunkId, createRiffWalker, uint32At } from './riff-walker.js';
import type { Tags, WavInfo } from './wav-format.types.js';

/** What a WAVE reader kernel is made with. */
export interface WavReaderOptions {
  /** Samples per frame; the last one may be shorter. */
  readonly frameLength: number;
  /** Called once, when the samples begin. */
  onInfo?(info: WavInfo): void;
  /** Called for each LIST INFO chunk. */
  onTags?(tags: Tags): void;
  /** Called for each `id3 ` chunk, with the tag in it. */
  onId3?(tag: Uint8Array): void;
  /** Called for damage that leaves sound to play: truncated data, half a sample at the end. */
  onWarning?(warning: AudioFlowError): void;
}

/** What is known of the file so far. */
interface Known {
  container: WavInfo['container'];
  riffSize: number;
  /** The 64-bit size of the data chunk (`ds64`). */
  longDataSize: number;
  fmt?: FmtChunk;
  frames?: DataFrames;
}

const STREAMED = 0xffffffff;
const bodyLimits: Readonly<Record<string, number>> = {
  'fmt ': 4096,
  ds64: 16_384,
  LIST: 1 << 20,
  'id3 ': 1 << 22,
  'ID3 ': 1 << 22,
};

const malformed = (text: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `wav: ${text}`);

const containerOf = (head: Uint8Array): WavInfo['container'] => {
  const outer = chunkId(head);
  const kind = chunkId(head.subarray(8));
  if (kind === 'WAVE' && (outer === 'RIFF' || outer === 'RF64' || outer === 'BW64')) return outer;
  if (outer === 'RIFX') {
    throw new AudioFlowError(
      'unsupported',
      'wav: expected little-endian RIFF, got big-endian RIFX',
    );
  }
  throw malformed(
    `expected "RIFF" (or "RF64", "BW64"), 4 bytes and "WAVE" at the start, ` +
      `got ${JSON.stringify(outer)} and ${JSON.stringify(kind)}`,
  );
};

/** The bytes of the data chunk; infinite where only the end of the stream tells. */
const dataBytes = (known: Known, size: number, offset: number): number => {
  if (size === STREAMED) return known.longDataSize > 0 ? known.longDataSize : Infinity;
  if (size > 0) return size;
  // Size 0 is an empty file if the outer chunk goes on after it, else a header never completed.
  const outer = known.riffSize;
  return outer !== STREAMED && outer + 8 > offset ? 0 : Infinity;
};

const startData = (
  known: Known,
  data: { readonly bytes: number; readonly offset: number },
  options: WavReaderOptions,
): void => {
  const { bytes, offset: dataOffset } = data;
  if (known.fmt === undefined) throw malformed('expected a "fmt " chunk before "data", got none');
  const info: WavInfo = {
    container: known.container,
    ...known.fmt,
    dataOffset,
    ...(bytes === Infinity
      ? {}
      : { dataBytes: bytes, totalSamples: Math.floor(bytes / known.fmt.blockAlign) }),
  };
  known.frames = createDataFrames(info, options.frameLength);
  options.onInfo?.(info);
};

const planChunk = (known: Known, id: string, size: number): ChunkPlan => {
  if (id === 'fmt ' && known.fmt !== undefined) return 'skip';
  const limit = bodyLimits[id];
  if (limit === undefined) return 'skip';
  if (size <= limit) return 'collect';
  if (id === 'fmt ')
    throw malformed(`expected a "fmt " chunk of at most ${limit} bytes, got ${size}`);
  return 'skip';
};

/** The data size in a `ds64` chunk; 0 where it says nothing usable. */
const longDataSize = (body: Uint8Array): number => {
  if (body.length < 16) return 0;
  const size = new DataView(body.buffer, body.byteOffset).getBigUint64(8, true);
  return size > BigInt(Number.MAX_SAFE_INTEGER) ? 0 : Number(size);
};

/**
 * A kernel that reads a WAVE stream from bytes in pieces of any size: RIFF, RF64 and BW64, unknown
 * chunks skipped, odd chunks padded, data of size 0 or 0xFFFFFFFF read until the end of the stream.
 */
export const createWavReader = (options: WavReaderOptions): Transform<Uint8Array, AudioFrame> => {
  const known: Known = { container: 'RIFF', riffSize: 0, longDataSize: 0 };
  let emit: (frame: AudioFrame) => boolean = () => false;

  const endData = (): void => {
    const rest = known.frames?.end(emit) ?? 0;
    if (rest === 0) return;
    options.onWarning?.(malformed(`the data end with ${rest} bytes of an incomplete sample`));
  };

  const walker = createRiffWalker({
    head(bytes) {
      known.container = containerOf(bytes);
      known.riffSize = uint32At(bytes, 4);
    },
    chunk(id, size, offset) {
      if (id !== 'data' || known.frames !== undefined) return planChunk(known, id, size);
      const streamBytes = dataBytes(known, size, offset);
      startData(known, { bytes: streamBytes, offset }, options);
      return { streamBytes };
    },
    body(id, bytes) {
      if (id === 'fmt ') known.fmt = parseFmtChunk(bytes);
      else if (id === 'LIST') options.onTags?.(parseInfoList(bytes));
      else if (id.toLowerCase() === 'id3 ') options.onId3?.(bytes);
      else known.longDataSize = longDataSize(bytes);
    },
    stream: (bytes) => known.frames?.push(bytes, emit) ?? false,
    streamEnd: endData,
  });

  return {
    next(bytes, output) {
      emit = output;
      walker.push(bytes);
    },
    flush(output) {
      emit = output;
      if (known.frames === undefined) {
        const { offset } = walker;
        const came = offset === 0 ? 'an empty stream' : `the end of the stream at byte ${offset}`;
        throw malformed(`expected a RIFF/WAVE header with "fmt " and "data" chunks, got ${came}`);
      }
      const { missing } = walker;
      if (missing > 0 && missing !== Infinity) {
        options.onWarning?.(malformed(`the data end ${missing} bytes before their stated size`));
      }
      if (missing > 0) endData();
    },
  };
};
