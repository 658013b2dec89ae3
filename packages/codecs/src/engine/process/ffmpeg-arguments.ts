import type { ElementaryCodec } from '../../bitstream/index.js';
import type { EncoderSetup } from '../codec-engine.js';

/** The layouts of WAVE order by channel count, as FFmpeg names them: its own defaults differ. */
const LAYOUTS: readonly string[] = [
  '',
  'mono',
  'stereo',
  '3.0',
  '4.0',
  '5.0',
  '5.1',
  '6.1(back)',
  '7.1',
];

/** FFmpeg's names of the elementary streams. */
const FORMATS: Readonly<Record<ElementaryCodec, string>> = { mp3: 'mp3', aac: 'adts' };
const DEMUXERS: Readonly<Record<ElementaryCodec, string>> = { mp3: 'mp3', aac: 'aac' };

/** Bytes that FFmpeg looks at before it decodes: no time goes by in guessing. */
const PROBE_BYTES = 32;
/** With fewer, FFmpeg dates the second ADTS frame like the first, and gaps can no longer be told. */
const ADTS_PROBE_BYTES = 2048;
const ADTS_PROBE_FRAMES = 4;

const common = (probeBytes: number): string[] => [
  '-nostdin',
  '-hide_banner',
  '-v',
  'error',
  '-max_error_rate',
  '1',
  '-threads',
  '1',
  '-probesize',
  `${probeBytes}`,
  '-analyzeduration',
  '0',
  '-protocol_whitelist',
  'pipe',
];

/** The command line of an encoder: interleaved floats on stdin, the elementary stream on stdout. */
export const encoderArguments = (
  setup: EncoderSetup<string>,
  codec: ElementaryCodec,
  encoder: string,
): string[] => {
  const { sampleRate, channelCount } = setup.format;
  const layout = LAYOUTS[channelCount] ?? '';
  const rate = setup.bitrate === undefined ? [] : ['-b:a', `${setup.bitrate}`];
  const quality = setup.quality === undefined ? [] : ['-q:a', `${setup.quality}`];
  const own = Object.entries(setup.options ?? {}).flatMap(([name, value]) => [`-${name}`, value]);
  // Neither tags nor an information frame: packets only.
  const bare = codec === 'mp3' ? ['-write_xing', '0', '-id3v2_version', '0'] : [];
  return [
    ...common(PROBE_BYTES),
    ...['-f', 'f32le', '-ar', `${sampleRate}`, '-channel_layout', layout],
    ...['-ac', `${channelCount}`, '-i', 'pipe:0', '-map', '0:a:0', '-map_metadata', '-1'],
    ...['-c:a', encoder, '-sample_fmt', 'fltp', ...rate, ...quality, ...own, '-threads', '1'],
    ...[...bare, '-flush_packets', '1', '-f', FORMATS[codec], 'pipe:1'],
  ];
};

/**
 * The command line of a decoder: the elementary stream on stdin, interleaved floats on stdout, and on fd 3 a
 * line for each decoded frame that tells its time and size. FFmpeg leaves a frame out that cannot be
 * decoded: only its time shows where.
 */
export const decoderArguments = (
  codec: ElementaryCodec,
  decoder: string,
  firstFrameBytes: number,
): string[] => {
  const adts = Math.max(ADTS_PROBE_BYTES, ADTS_PROBE_FRAMES * firstFrameBytes);
  const output = ['-map', '0:a:0', '-c:a', 'pcm_f32le', '-flush_packets', '1', '-f'];
  return [
    ...common(codec === 'aac' ? adts : PROBE_BYTES),
    ...['-f', DEMUXERS[codec], '-c:a', decoder, '-i', 'pipe:0'],
    ...[...output, 'f32le', 'pipe:1', ...output, 'framecrc', 'pipe:3'],
  ];
};
