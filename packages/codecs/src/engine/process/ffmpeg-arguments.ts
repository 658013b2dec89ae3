import type { CodedSampleType, DecoderSetup, EncoderSetup } from '../codec-engine.js';
import { DEFAULT_MASKS } from '../default-masks.js';

/** Bytes that FFmpeg looks at before it decodes: no time goes by in guessing. */
const PROBE_BYTES = 32;
/** Pts of NUT are not negative, and the first packets begin before 0: all are so much later. */
export const OUTPUT_OFFSET_SECONDS = 1000;
/** A tag for codecs that NUT has none for: nobody but us reads it. */
const ANY_TAG = '0x41464c57';

const COMMON: readonly string[] = [
  ...['-nostdin', '-hide_banner', '-v', 'error', '-max_error_rate', '1', '-threads', '1'],
  ...['-probesize', `${PROBE_BYTES}`, '-analyzeduration', '0', '-protocol_whitelist', 'pipe'],
];
/** FFmpeg's own container, which has exact times and all that encoders tell (NUT, version 4, on a pipe). */
const TO_NUT: readonly string[] = [
  ...[
    '-flush_packets',
    '1',
    '-f',
    'nut',
    '-syncpoints',
    'none',
    '-strict',
    'experimental',
    'pipe:1',
  ],
];

/** The samples that an encoder is given, as FFmpeg names them: from them it chooses its own. */
const PCM: Readonly<Record<CodedSampleType, string>> = { f32: 'f32le', s16: 's16le', s24: 's24le' };
const BITS: Readonly<Partial<Record<CodedSampleType, string>>> = { s24: '24' };

const option = (name: string, value: number | string | undefined): string[] =>
  value === undefined ? [] : [`-${name}`, `${value}`];
const options = (named: Readonly<Record<string, string>> = {}): string[] =>
  Object.entries(named).flatMap(([name, value]) => option(name, value));

/** The command line of an encoder: interleaved samples on stdin, NUT on stdout. */
export const encoderArguments = (setup: EncoderSetup<string>, encoder: string): string[] => {
  const { sampleRate, channelCount } = setup.format;
  const { sampleType = 'f32', masks = DEFAULT_MASKS } = setup;
  const mask = masks[channelCount] ?? 0;
  return [
    ...[...COMMON, '-f', PCM[sampleType], ...option('ar', sampleRate)],
    ...option('channel_layout', mask === 0 ? undefined : `0x${mask.toString(16)}`),
    ...[...option('ac', channelCount), '-i', 'pipe:0', '-map', '0:a:0', '-map_metadata', '-1'],
    ...[...option('c:a', encoder), ...option('bits_per_raw_sample', BITS[sampleType])],
    ...[...option('b:a', setup.bitrate), ...option('q:a', setup.quality)],
    ...[...option('frame_size', setup.frameSize), ...options(setup.options), '-threads', '1'],
    ...[...option('tag:a', ANY_TAG), ...option('output_ts_offset', OUTPUT_OFFSET_SECONDS)],
    ...TO_NUT,
  ];
};

/** The command line of a decoder: packets in a container on stdin, floats in NUT on stdout, untrimmed. */
export const decoderArguments = (
  setup: Pick<DecoderSetup<string>, 'options'> & {
    /** Fail at audio of another format than the first, instead of bringing it into that. */
    readonly strict: boolean;
  },
  decoder: string,
  container: string,
): string[] => [
  ...[...COMMON, '-nofind_stream_info', '-copyts', ...option('f', container)],
  ...[...option('c:a', decoder), '-flags2', '+skip_manual', ...options(setup.options)],
  ...(setup.strict ? ['-reinit_filter', '0'] : []),
  ...['-i', 'pipe:0', '-map', '0:a:0', ...option('c:a', 'pcm_f32le'), ...TO_NUT],
];
