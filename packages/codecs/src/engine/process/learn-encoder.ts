import { AudioFlowError } from '@audioflow/core';
import type { EncoderInfo } from '@audioflow/core/codec';
import { nodeModules } from '../child/node-modules.js';
import type { EncoderSetup } from '../codec-engine.js';
import { encoderArguments, OUTPUT_OFFSET_SECONDS } from './ffmpeg-arguments.js';
import type { FoundFfmpeg } from './find-ffmpeg.js';
import { createNutReader } from './nut/create-nut-reader.js';
import { packSamples } from './pack-samples.js';
import { startFfmpeg } from './start-ffmpeg.js';

/** Silence for two packets at least, however few samples a second has. */
const FEWEST_SAMPLES = 40_000;
/** Encoders that are remembered. */
const MOST_KNOWN = 256;

/** What FFmpeg says where an encoder does not take the format or its options. */
const REFUSED = /initializing output stream|opening encoder|open encoder|setting up|encoder.*not/i;

const refused = (found: FoundFfmpeg, setup: EncoderSetup<string>, failure: string) => {
  const { sampleRate, channelCount } = setup.format;
  const bitrate = setup.bitrate === undefined ? '' : `, ${setup.bitrate} bits per second`;
  return new AudioFlowError(
    REFUSED.test(failure) ? 'unsupported' : 'io',
    `process engine: ${found.name} of ${found.path} refused ${channelCount} channels at ${sampleRate} Hz${bitrate}: ${failure}`,
    { details: { engine: 'process', encoder: found.name, path: found.path } },
  );
};

const learn = (
  found: FoundFfmpeg,
  setup: EncoderSetup<string>,
  args: readonly string[],
): Promise<EncoderInfo> =>
  new Promise((resolve, reject) => {
    const { sampleRate, channelCount } = setup.format;
    const starts: number[] = [];
    let config: Uint8Array | undefined;
    let problem: unknown;
    const reader = createNutReader({
      stream: (stream) => {
        if (stream.config.length > 0) config ??= stream.config;
      },
      frame: ({ pts, data }, { rate }) => {
        if (data.length > 0 && starts.length < 2)
          starts.push(Math.round((pts * sampleRate) / rate));
      },
    });
    const ffmpeg = startFfmpeg(found.path, args, {
      output: (bytes) => {
        try {
          reader.push(bytes);
        } catch (error) {
          problem ??= error;
        }
      },
      drain: () => {},
      gone: (failure) => {
        const [first, second] = starts;
        if (problem !== undefined) reject(problem);
        else if (failure !== undefined || first === undefined || second === undefined) {
          reject(refused(found, setup, failure ?? 'it put out nothing'));
        } else {
          resolve({
            frameSize: second - first,
            priming: OUTPUT_OFFSET_SECONDS * sampleRate - first,
            ...(config === undefined ? {} : { config }),
          });
        }
      },
    });
    ffmpeg.hold(true);
    const samples = 2 * Math.max(setup.frameSize ?? 0, sampleRate, FEWEST_SAMPLES / 2);
    ffmpeg.write(packSamples(new Float32Array(samples * channelCount), setup.sampleType));
    ffmpeg.end();
  });

const known = new Map<string, Promise<EncoderInfo>>();

/**
 * What an encoder tells of itself, found by letting it encode silence once: samples per packet, priming, and
 * configuration.
 *
 * @throws AudioFlowError `unsupported` where the encoder refuses the format or its options, `io` where
 * ffmpeg fails in another way.
 */
export const learnEncoder = async (
  found: FoundFfmpeg,
  setup: EncoderSetup<string>,
): Promise<EncoderInfo> => {
  const args = encoderArguments(setup, found.name);
  const key = [found.path, nodeModules.fs.statSync(found.path).mtimeMs, ...args].join('\n');
  let info = known.get(key);
  if (info === undefined) {
    info = learn(found, setup, args);
    known.set(key, info);
    const [oldest] = known.keys();
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  }
  try {
    return await info;
  } catch (error) {
    known.delete(key);
    throw error;
  }
};
