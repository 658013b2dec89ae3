import { AudioFlowError, type AudioFrame, diagnostics, type Packet } from '@audioflow/core';
import type { EncoderInfo } from '@audioflow/core/codec';
import { checkFrame } from '../check-frame.js';
import type { EncoderSetup, EngineEncoder } from '../codec-engine.js';
import { createEncoderTimeline } from '../encoder-timeline.js';
import { fillLimits } from '../engine-limits.js';
import { missingSilence } from '../missing-silence.js';
import { repairSamples } from '../repair-samples.js';
import type { Answer } from '../session-calls.js';
import { encoderArguments } from './ffmpeg-arguments.js';
import type { FoundFfmpeg } from './find-ffmpeg.js';
import { createNutReader, type NutFrame } from './nut/create-nut-reader.js';
import { packSamples } from './pack-samples.js';
import { createProcessLink, type ProcessLink } from './process-link.js';

/** Longer frames are written in parts, so that what waits in the pipe stays small. */
const PART = 16_384;

const interleavePart = (
  { channels }: AudioFrame,
  [from, to]: readonly [number, number],
  channelMap: readonly number[] | undefined,
): Float32Array<ArrayBuffer> => {
  const samples = new Float32Array((to - from) * channels.length);
  for (const [channel, plane] of channels.entries()) {
    const first = channelMap?.[channel] ?? channel;
    for (let i = from, at = first; i < to; i++, at += channels.length) samples[at] = plane[i] ?? 0;
  }
  return samples;
};

/** An encoder session on an ffmpeg of its own, of which `info` is known. */
export const createProcessEncoder = <C extends string>(
  found: FoundFfmpeg,
  setup: EncoderSetup<C>,
  info: EncoderInfo,
): EngineEncoder<C> => {
  const { codec, format, channelMap, sampleType } = setup;
  const { frameSize, priming } = info;
  const owner = `encode(${codec})`;
  const timeline = createEncoderTimeline({ codec, format, ...info });
  const waits = setup.variableDuration === true || setup.finalConfig === true;
  let consumed = 0;
  /** Samples of the packets so far. */
  let coded = 0;
  let started = false;
  let repairedSamples = 0;
  /** A packet whose duration, or configuration, what comes next will tell. */
  let held: NutFrame | undefined;
  /** The bytes of the packet before it. */
  let before: Uint8Array | undefined;
  let lastConfig: Uint8Array | undefined;
  const link: ProcessLink<Packet<C>> = createProcessLink<Packet<C>>({
    owner,
    path: found.path,
    limits: fillLimits(setup.limits),
    missing: (): number => Math.max(Math.floor((consumed - coded) / frameSize), 0),
    bytesOf: ({ data }) => data.length,
  });
  const put = (data: Uint8Array, duration: number, config?: Uint8Array): void => {
    coded += duration;
    const packet = timeline.stamp(data, duration);
    if (packet !== undefined) link.deliver(config === undefined ? packet : { ...packet, config });
  };
  const reader = createNutReader({
    frame: (frame, { rate }) => {
      lastConfig = frame.config ?? lastConfig;
      if (frame.data.length === 0) return;
      if (!waits) {
        put(frame.data, frameSize);
        return;
      }
      before = held?.data;
      if (held !== undefined) {
        put(held.data, Math.round(((frame.pts - held.pts) * format.sampleRate) / rate));
      }
      held = frame;
    },
  });
  link.start(encoderArguments(setup, found.name), reader.push);

  const repair = (samples: Float32Array): void => {
    const count = repairSamples(samples, 0, samples.length);
    if (count === 0) return;
    repairedSamples += count;
    const message = `${owner}: repaired ${count} samples that were no finite audio`;
    diagnostics.warn({ operator: owner, message, details: { repairedSamples } });
  };
  const write = (frame: AudioFrame, from: number, to: number): Answer => {
    const samples = interleavePart(frame, [from, to], channelMap);
    repair(samples);
    consumed += to - from;
    return link.write(packSamples(samples, sampleType));
  };
  const writeParts = async (frame: AudioFrame): Promise<void> => {
    for (let at = 0; at < frame.length && link.calls.live; at += PART) {
      await write(frame, at, Math.min(at + PART, frame.length));
    }
    await link.settle();
  };
  /** The samples of the last packet: what went in, and what the encoder adds to it, ends with it. */
  const lastDuration = ({ data, skipEnd = 0 }: NutFrame): number => {
    if (setup.variableDuration !== true) return frameSize;
    const { config } = info;
    if (before !== undefined && config !== undefined) {
      const told = setup.durationOf?.(data, before, config);
      if (told !== undefined) return told;
    }
    const flushed = setup.granule === undefined ? priming + skipEnd : 0;
    return consumed + flushed - coded;
  };
  const finish = async (): Promise<void> => {
    const rest = consumed % frameSize;
    const silence = missingSilence(setup, { samples: consumed, rest, priming });
    consumed += silence;
    if (silence > 0) {
      const samples = new Float32Array(silence * format.channelCount);
      await link.write(packSamples(samples, sampleType));
    }
    const failure = await link.finish();
    if (!link.calls.live) return;
    if (failure !== undefined) {
      throw new AudioFlowError('io', `${owner}: ffmpeg failed: ${failure}`, {
        details: { owner, engine: 'process' },
      });
    }
    if (held === undefined) return;
    put(held.data, lastDuration(held), setup.finalConfig === true ? lastConfig : undefined);
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
