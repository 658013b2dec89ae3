import {
  AudioFlowError,
  type AudioFrame,
  checkOptions,
  SAMPLE_TYPES,
  type SampleType,
  type Sink,
} from '@audioflow/core';
import type { AnyCodec, AudioCodec } from '@audioflow/core/codec';
import * as z from 'zod';
import type { ContainerName } from '../container/index.js';
import type { ByteSink } from './byte-sink.js';
import { checkTarget } from './check-target.js';
import {
  type ContainerOptions,
  chooseContainer,
  containerShape,
  targetSchema,
} from './container-options.js';
import { defaultCodec, pcmOptions } from './default-codecs.js';
import { createEncodedTrack } from './encoded-track.js';
import { createFileSink, type FileTrack } from './file-sink.js';
import { createFrameGate, type FrameGate } from './frame-gate.js';
import type { OutputFile } from './output-file.types.js';
import { checkCombination } from './packet-track.js';
import { createRawTrack, createWavTrack } from './wav-track.js';

/** Options of {@link writeAudio}. `E` are those of the codec's encoder. */
export interface WriteAudioOptions<E extends object = Readonly<Record<string, unknown>>>
  extends ContainerOptions {
  /**
   * What encodes the audio, such as `aac`. Default: pcm in wav, raw, caf and aiff; mp3; aac in adts and mp4;
   * vorbis in ogg, opus in a file named .opus, in webm and matroska; flac; wavpack.
   */
  readonly codec?: AudioCodec<string, E, object> | undefined;
  /** Options of the codec's encoder. */
  readonly encoder?: NoInfer<E> | undefined;
  /** Bits per second of a lossy codec. Default: the codec's. */
  readonly bitrate?: number | undefined;
  /** How pcm, flac, alac and wavpack store a sample. Default `s16` for pcm, else the codec's. */
  readonly sampleType?: SampleType | undefined;
  /** The one rate to accept, in Hz. Default: that of the first frame. */
  readonly sampleRate?: number | undefined;
  /** The one channel count to accept. Default: that of the first frame. */
  readonly channelCount?: number | undefined;
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

const isCodec = (value: unknown): value is AnyCodec =>
  typeof value === 'object' && value !== null && 'id' in value && 'openEncoder' in value;

const schema = z.strictObject({
  target: targetSchema,
  ...containerShape,
  codec: z
    .custom<AnyCodec>(isCodec, 'expected a codec such as aac (the value, not its name)')
    .optional(),
  encoder: z.record(z.string(), z.unknown()).default({}),
  bitrate: z.number().positive().optional(),
  sampleType: z.enum(SAMPLE_TYPES).optional(),
  sampleRate: z.int().positive().optional(),
  channelCount: z.int().positive().max(256).optional(),
  rf64: z.boolean().default(true),
  onDiscontinuity: z.enum(['error', 'silence', 'join']).default('error'),
  maxGapMs: z.number().nonnegative().default(1000),
});

/** Codecs that have no bitrate to choose. */
const WITHOUT_BITRATE: ReadonlySet<string> = new Set([
  ...['pcm', 'mulaw', 'alaw', 'flac', 'alac', 'wavpack', 'g722', 'adpcm_ima_wav'],
]);

type Checked = z.output<typeof schema>;
type Open = (
  file: OutputFile,
  first: AudioFrame | undefined,
) => FileTrack<AudioFrame> | Promise<FileTrack<AudioFrame>>;

/** Opens the tracks of a container; the encoder's options are checked at once. */
const openerOf = (container: ContainerName, options: Checked, gate: FrameGate): Open => {
  const { bitrate, encoder } = options;
  const codec = options.codec ?? defaultCodec(container, options.target);
  checkCombination('writeAudio', container, codec.id);
  if (bitrate !== undefined && WITHOUT_BITRATE.has(codec.id)) {
    throw new AudioFlowError(
      'invalid-option',
      `writeAudio: bitrate: expected none, as ${codec.id} takes the bits that its samples need, got ${bitrate}: leave it out, or take a lossy codec`,
    );
  }
  const sampleType = options.sampleType ?? 's16';
  if (codec.id === 'pcm') {
    const plain = { ...options, sampleType, gate };
    if (container === 'wav') return (file, first) => createWavTrack(file, first, plain);
    if (container === 'raw') return (file) => createRawTrack(file, plain);
  }
  const checked = codec.checkEncodeOptions({
    ...(codec.id === 'pcm' ? pcmOptions(container, sampleType) : {}),
    ...(codec.id === 'pcm' || options.sampleType === undefined ? {} : { sampleType }),
    ...encoder,
    ...(bitrate === undefined ? {} : { bitrate }),
  });
  const { tags, cover, mp4 } = options;
  return (file, first) =>
    createEncodedTrack(file, first, {
      owner: 'writeAudio',
      container,
      tags,
      cover,
      mp4,
      gate,
      openEncoder: (format) => codec.openEncoder(format, checked),
    });
};

/**
 * Makes a sink that writes frames to an audio file: `run(stream, writeAudio('out.mp3'))`.
 *
 * The kind of file follows from the extension, the codec from the kind of file, unless options say
 * otherwise: `writeAudio('out.m4a', { codec: alac, encoder: { sampleType: 's24' } })`. The file appears when the
 * stream has ended, complete and on the disk; until then a hidden file stands beside it, and after an error
 * or an abort nothing does. An older file of the name is replaced only by a complete one. Wav becomes RF64
 * past 4 GiB. What the codec puts before and behind the audio is noted where the kind of file has a place
 * for it, so that as many samples are read back as were written.
 *
 * @param target The path of the file to make, in a folder that exists; or a sink of bytes: `toBytes()`,
 * `toWritable(process.stdout)`. Bytes that went to a sink that cannot go back are there also after an error.
 * @returns A sink for one run.
 * @throws AudioFlowError `invalid-option`, `unsupported` (the extension, the combination), `io` (no such folder) at once;
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
export const writeAudio = <E extends object = Readonly<Record<string, unknown>>>(
  target: string | ByteSink,
  options: WriteAudioOptions<E> = {},
): Sink<AudioFrame> => {
  const checked = checkOptions('writeAudio', schema, { target, ...options });
  const gate = createFrameGate({ owner: 'writeAudio', ...checked });
  const container = chooseContainer('writeAudio', checked.target, checked);
  const open = openerOf(container, checked, gate);
  if (typeof target === 'string') checkTarget('writeAudio', target);
  return createFileSink<AudioFrame>({ owner: 'writeAudio', target, open });
};
