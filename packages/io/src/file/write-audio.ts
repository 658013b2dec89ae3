import { extname } from 'node:path';
import { aac, mp3 } from '@audioflow/codecs';
import {
  AudioFlowError,
  type AudioFrame,
  checkOptions,
  SAMPLE_TYPES,
  type SampleType,
  type Sink,
} from '@audioflow/core';
import * as z from 'zod';
import type { AtomicFile } from './atomic-file.js';
import { checkTarget } from './check-target.js';
import { createEncodedTrack } from './encoded-track.js';
import { createFileSink, type FileTrack } from './file-sink.js';
import { createFrameGate, type FrameGate } from './frame-gate.js';
import { pathSchema } from './option-schemas.js';
import { createRawTrack, createWavTrack } from './wav-track.js';

/** The kinds of file that {@link writeAudio} writes. */
export type WritableFormat = 'wav' | 'mp3' | 'aac' | 'pcm';

/** Options of {@link writeAudio}. */
export interface WriteAudioOptions {
  /** Default by extension: .wav, .mp3, .aac or .adts, .pcm or .raw. */
  readonly format?: WritableFormat | undefined;
  /** How wav and pcm store a sample. Default `s16`. */
  readonly sampleType?: SampleType | undefined;
  /** The one rate to accept, in Hz. Default: that of the first frame. */
  readonly sampleRate?: number | undefined;
  /** The one channel count to accept. Default: that of the first frame. */
  readonly channelCount?: number | undefined;
  /** Bits per second of mp3 and aac. Default: the codec's. */
  readonly bitrate?: number | undefined;
  /** More options of the mp3 or aac encoder. */
  readonly encoder?: Readonly<Record<string, unknown>> | undefined;
  /** False: a wav header of 44 bytes, without room for sizes past 4 GiB. Default true. */
  readonly rf64?: boolean | undefined;
  /**
   * A jump of pts: fail with `malformed-data`, fill a gap with silence up to `maxGapMs`, or write what
   * comes as if there were none. Default `error`.
   */
  readonly onDiscontinuity?: 'error' | 'silence' | 'join' | undefined;
  /** Longest gap that `silence` fills, in ms. Default 1000. */
  readonly maxGapMs?: number | undefined;
}

const extensions: Readonly<Record<string, WritableFormat>> = {
  '.wav': 'wav',
  '.wave': 'wav',
  '.mp3': 'mp3',
  '.aac': 'aac',
  '.adts': 'aac',
  '.pcm': 'pcm',
  '.raw': 'pcm',
};

const schema = z.strictObject({
  path: pathSchema,
  format: z.enum(['wav', 'mp3', 'aac', 'pcm']).optional(),
  sampleType: z.enum(SAMPLE_TYPES).default('s16'),
  sampleRate: z.int().positive().optional(),
  channelCount: z.int().positive().max(256).optional(),
  bitrate: z.number().positive().optional(),
  encoder: z.record(z.string(), z.unknown()).default({}),
  rf64: z.boolean().default(true),
  onDiscontinuity: z.enum(['error', 'silence', 'join']).default('error'),
  maxGapMs: z.number().nonnegative().default(1000),
});

type Checked = z.output<typeof schema>;
type Open = (
  file: AtomicFile,
  first: AudioFrame | undefined,
) => FileTrack<AudioFrame> | Promise<FileTrack<AudioFrame>>;

const formatOf = ({ path, format }: Checked): WritableFormat => {
  const found = format ?? extensions[extname(path).toLowerCase()];
  if (found !== undefined) return found;
  throw new AudioFlowError(
    'unsupported',
    `writeAudio: expected a path ending in ${Object.keys(extensions).join(', ')}, or the option format, got ${path}`,
    { details: { path } },
  );
};

/** Opens the tracks of a format; the encoder's options are checked at once. */
const openerOf = (format: WritableFormat, options: Checked, gate: FrameGate): Open => {
  const { bitrate, encoder } = options;
  if (format === 'wav') return (file, first) => createWavTrack(file, first, { ...options, gate });
  if (format === 'pcm') return (file) => createRawTrack(file, { ...options, gate });
  const encoding = bitrate === undefined ? encoder : { ...encoder, bitrate };
  if (format === 'mp3') {
    const checked = mp3.checkEncodeOptions(encoding);
    return (file, first) =>
      createEncodedTrack(file, first, {
        codec: 'mp3',
        gate,
        openEncoder: (pcm) => mp3.openEncoder(pcm, checked),
      });
  }
  const checked = aac.checkEncodeOptions(encoding);
  return (file, first) =>
    createEncodedTrack(file, first, {
      codec: 'aac',
      gate,
      openEncoder: (pcm) => aac.openEncoder(pcm, checked),
    });
};

/**
 * Makes a sink that writes frames to an audio file: `run(stream, writeAudio('out.mp3'))`.
 *
 * The kind of file follows from the extension. The file appears when the stream has ended, complete and
 * on the disk; until then a hidden file stands beside it, and after an error or an abort nothing does. An
 * older file of the name is replaced only by a complete one. Wav becomes RF64 past 4 GiB. Mp3 gets an
 * information frame, aac (ADTS) an ID3 tag with priming and padding, so that as many samples are read
 * back as were written.
 *
 * @param path The file to make; its folder must exist.
 * @returns A sink for one run.
 * @throws AudioFlowError `invalid-option`, `unsupported` (the extension), `io` (no such folder) at once;
 * while writing `format-changed`, `malformed-data` (a jump of pts), `unsupported` (a format that the
 * codec does not have), `invalid-state` (no frame came, and the format is not known), `io`.
 *
 * @example
 * import { mkdtemp, rm, stat } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { run, sine } from '@audioflow/core';
 * import { writeAudio } from '@audioflow/io';
 * const folder = await mkdtemp(join(tmpdir(), 'audioflow-'));
 * const path = join(folder, 'tone.wav');
 * await run(sine({ duration: 1, sampleRate: 8000 }), writeAudio(path, { sampleType: 's24' }));
 * console.log((await stat(path)).size); // 24104
 * await rm(folder, { recursive: true });
 */
export const writeAudio = (path: string, options: WriteAudioOptions = {}): Sink<AudioFrame> => {
  const checked = checkOptions('writeAudio', schema, { path, ...options });
  const gate = createFrameGate({ owner: 'writeAudio', ...checked });
  const open = openerOf(formatOf(checked), checked, gate);
  checkTarget('writeAudio', path);
  return createFileSink<AudioFrame>({ owner: 'writeAudio', path, open });
};
