import { aac, mp3 } from '@audioflow/codecs';
import { isAudioFlowError } from '@audioflow/core';
import type { CliOptions } from './cli-options.js';
import type { RadioOptions } from './radio.types.js';

/** What is streamed, and what to say of the choice. */
interface Choice extends Pick<RadioOptions, 'codec' | 'bitrate'> {
  readonly remark?: string;
}

const PCM_BITS = 16;

/** Opens an encoder and closes it again: nothing else shows whether there is one. */
const tryEncoder = async (codec: 'mp3' | 'aac', cli: CliOptions): Promise<void> => {
  const format = { sampleRate: cli.sampleRate, channelCount: cli.channels };
  const { bitrate } = cli;
  const session =
    codec === 'mp3'
      ? await mp3.openEncoder(format, mp3.checkEncodeOptions({ bitrate }))
      : await aac.openEncoder(format, aac.checkEncodeOptions({ bitrate }));
  await session.close();
};

const pcmChoice = ({ sampleRate, channels }: CliOptions): Choice => ({
  codec: 'pcm',
  bitrate: PCM_BITS * sampleRate * channels,
});

/**
 * Which codec the radio has: the one named, or MP3 and, where nothing can encode it, PCM.
 *
 * @throws AudioFlowError `unavailable` where this process has to encode what was named and cannot.
 */
export const chooseCodec = async (cli: CliOptions): Promise<Choice> => {
  const { codec, bitrate } = cli;
  if (codec === 'pcm') return pcmChoice(cli);
  const named = codec === 'auto' ? 'mp3' : codec;
  if (codec !== 'auto' && cli.mode === 'server') return { codec, bitrate };
  try {
    await tryEncoder(named, cli);
    return { codec: named, bitrate };
  } catch (error) {
    if (codec !== 'auto' || !isAudioFlowError(error, 'unavailable')) throw error;
    const pcm = pcmChoice(cli);
    const kilobits = Math.round(pcm.bitrate / 1000);
    const remark = `No MP3 or AAC engine found: streaming PCM at ${kilobits} kbit/s. For MP3: npm install node-av, or install ffmpeg.`;
    return { ...pcm, remark };
  }
};
