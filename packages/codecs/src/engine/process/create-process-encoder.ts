import { AudioFlowError, type AudioFrame, diagnostics, type Packet } from '@audioflow/core';
import {
  audioSpecificConfig,
  createAdtsParser,
  createMp3Parser,
  type ElementaryCodec,
  type PacketParser,
  versionOfRate,
} from '../../bitstream/index.js';
import { checkFrame } from '../check-frame.js';
import type { EncoderSetup, EngineEncoder } from '../codec-engine.js';
import { createEncoderTimeline } from '../encoder-timeline.js';
import { fillLimits } from '../engine-limits.js';
import { repairSamples } from '../repair-samples.js';
import { encoderArguments } from './ffmpeg-arguments.js';
import type { FoundFfmpeg } from './find-ffmpeg.js';
import { createProcessLink, type ProcessLink } from './process-link.js';

/** What an encoder of a format is known to do: the program does not tell. */
interface EncoderFacts {
  readonly frameSize: number;
  readonly priming: number;
  readonly config?: Uint8Array;
}

/** Longer frames are written in parts, so that what waits in the pipe stays small. */
const PART = 16_384;
/** LAME looks ahead 576 samples, and every decoder is 529 late. */
const MP3_PRIMING = 1105;
/** "No HE-AAC" (ISO 14496-3 1.6.2.1, sync extension), as FFmpeg's encoder has it in its configuration. */
const NO_SBR = [0x56, 0xe5, 0x00];

const factsOf = (codec: ElementaryCodec, setup: EncoderSetup<string>): EncoderFacts => {
  if (codec === 'mp3') {
    const frameSize = versionOfRate(setup.format.sampleRate) === 1 ? 1152 : 576;
    return { frameSize, priming: MP3_PRIMING };
  }
  const config = Uint8Array.of(...audioSpecificConfig(setup.format), ...NO_SBR);
  return { frameSize: 1024, priming: 1024, config };
};

const interleavePart = (frame: AudioFrame, from: number, to: number): Float32Array<ArrayBuffer> => {
  const { channels } = frame;
  const samples = new Float32Array((to - from) * channels.length);
  for (const [channel, plane] of channels.entries()) {
    for (let i = from, at = channel; i < to; i++, at += channels.length) {
      samples[at] = plane[i] ?? 0;
    }
  }
  return samples;
};

/** An encoder session on an ffmpeg of its own. */
export const createProcessEncoder = <C extends string>(
  found: FoundFfmpeg,
  setup: EncoderSetup<C>,
  kind: ElementaryCodec,
): EngineEncoder<C> => {
  const { codec, format } = setup;
  const owner = `encode(${codec})`;
  const info = factsOf(kind, setup);
  const { frameSize } = info;
  const timeline = createEncoderTimeline({ codec, format, ...info });
  const parser: PacketParser<ElementaryCodec> =
    kind === 'mp3' ? createMp3Parser() : createAdtsParser();
  let consumed = 0;
  let started = false;
  let repairedSamples = 0;
  const link: ProcessLink<Packet<C>> = createProcessLink<Packet<C>>({
    owner,
    path: found.path,
    limits: fillLimits(setup.limits),
    missing: (): number => Math.floor(consumed / frameSize) - link.count,
    bytesOf: ({ data }) => data.length,
  });
  const take = ({ data }: Packet): void => {
    const packet = timeline.stamp(data);
    if (packet !== undefined) link.deliver(packet);
  };
  link.start(encoderArguments(setup, kind, found.name), {
    output: (bytes) => parser.push(bytes, take),
  });

  const repair = (samples: Float32Array): void => {
    const count = repairSamples(samples, 0, samples.length);
    if (count === 0) return;
    repairedSamples += count;
    const message = `${owner}: repaired ${count} samples that were no finite audio`;
    diagnostics.warn({ operator: owner, message, details: { repairedSamples } });
  };
  const write = (frame: AudioFrame, from: number, to: number) => {
    const samples = interleavePart(frame, from, to);
    repair(samples);
    consumed += to - from;
    return link.write(new Uint8Array(samples.buffer));
  };
  const writeParts = async (frame: AudioFrame): Promise<void> => {
    for (let at = 0; at < frame.length && link.calls.live; at += PART) {
      await write(frame, at, Math.min(at + PART, frame.length));
    }
    await link.settle();
  };
  const finish = async (): Promise<void> => {
    const failure = await link.finish();
    if (!link.calls.live) return;
    if (failure !== undefined) {
      throw new AudioFlowError('io', `${owner}: ffmpeg failed: ${failure}`, {
        details: { owner, engine: 'process' },
      });
    }
    parser.end(take);
  };

  return {
    info,
    get stats() {
      return { packets: link.count, repairedSamples };
    },
    push: (frame, out) =>
      link.calls.enter('push', out, () => {
        checkFrame(owner, frame, format);
        if (frame.length === 0) return undefined;
        link.resume();
        if (!started) timeline.start(frame.pts);
        started = true;
        if (frame.length > PART) return writeParts(frame);
        const full = write(frame, 0, frame.length);
        return full === undefined ? link.settle() : full;
      }),
    end: (out) =>
      link.calls.enter('end', out, () => {
        if (!started) return undefined;
        link.resume();
        timeline.end(consumed);
        return finish();
      }),
    close: link.close,
  };
};
