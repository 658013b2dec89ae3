import { AudioFlowError, type AudioFrame, diagnostics, type Packet } from '@audioflow/core';
import type { PcmFormat, SessionOutput } from '@audioflow/core/codec';
// Not from the folder's index: browsers have these codecs, and none of what the engines load.
import { checkFrame } from '../engine/check-frame.js';
import type {
  DecoderStats,
  EngineDecoder,
  EngineEncoder,
  OnMalformed,
} from '../engine/codec-engine.js';
import { repairSamples } from '../engine/repair-samples.js';
import { createSessionGuard } from '../engine/session-guard.js';
import { trimProblem } from '../engine/trim-problem.js';

const nothing = (): void => {};

/** What makes an encoder that only packs samples. */
export interface SampleEncoderInit<C extends string> {
  readonly codec: C;
  readonly format: PcmFormat;
  readonly config?: Uint8Array;
  /** The bytes of a frame: its samples, interleaved. */
  pack(frame: AudioFrame): Uint8Array;
}

/** An encoder session that only packs bytes: one packet a frame. */
export const createSampleEncoder = <C extends string>(
  init: SampleEncoderInit<C>,
): EngineEncoder<C> => {
  const { codec, format, config, pack } = init;
  const { sampleRate, channelCount } = format;
  const owner = `encode(${codec})`;
  const told = config === undefined ? {} : { config };
  const guard = createSessionGuard(owner, nothing);
  let packets = 0;
  return {
    info: { frameSize: 0, priming: 0, ...told },
    get stats() {
      return { packets, repairedSamples: 0 };
    },
    push: (frame, out) =>
      guard.enter('push', () => {
        checkFrame(owner, frame, format);
        if (frame.length === 0) return;
        const data = pack(frame);
        const { pts, length: duration } = frame;
        packets++;
        out({ kind: 'packet', codec, data, sampleRate, channelCount, pts, duration, ...told });
      }),
    end: () => guard.enter('end', nothing),
    close: guard.close,
  };
};

/** How the samples of a packet are packed. */
export interface SamplePacking {
  readonly name: string;
  readonly bytesPerSample: number;
  unpack(data: Uint8Array, channelCount: number): readonly Float32Array[];
}

/** What makes a decoder that only unpacks samples. */
export interface SampleDecoderInit<C extends string> {
  readonly codec: C;
  readonly onMalformed: OnMalformed;
  /** The packing that a packet's `config` names; undefined where it names none. */
  packingOf(config: Uint8Array | undefined): SamplePacking | undefined;
}

/** What is wrong with a packet, or its samples without those to trim. */
const unpack = (packet: Packet, packing: SamplePacking): AudioFrame | string => {
  const { data, sampleRate, channelCount, pts } = packet;
  if (!(data instanceof Uint8Array)) return `expected data as Uint8Array, got ${typeof data}`;
  if (!Number.isSafeInteger(pts)) return `expected an integer pts, got ${pts}`;
  const trims = trimProblem(packet);
  if (trims !== undefined) return trims;
  const stride = channelCount * packing.bytesPerSample;
  if (!(stride > 0) || data.length % stride !== 0) {
    return `expected a multiple of ${stride} bytes (${channelCount} x ${packing.name}), got ${data.length}`;
  }
  const planes = packing.unpack(data, channelCount);
  const total = data.length / stride;
  const from = Math.min(packet.trimStart ?? 0, total);
  const to = Math.max(total - (packet.trimEnd ?? 0), from);
  const whole = from === 0 && to === total;
  const channels = whole ? planes : planes.map((plane) => plane.slice(from, to));
  return { kind: 'pcm', sampleRate, channels, length: to - from, pts: pts + from };
};

/** A decoder session that only unpacks bytes. */
export const createSampleDecoder = <C extends string>(
  init: SampleDecoderInit<C>,
): EngineDecoder<C> => {
  const { codec, onMalformed, packingOf } = init;
  const owner = `decode(${codec})`;
  const guard = createSessionGuard(owner, nothing);
  const stats = { frames: 0, malformedPackets: 0, repairedSamples: 0 };
  let config: Uint8Array | undefined;
  let packing = packingOf(undefined);

  const malformed = (text: string, pts: number): void => {
    stats.malformedPackets++;
    const message = `${owner}: bad packet at pts ${pts}: ${text}`;
    if (onMalformed === 'error') {
      throw new AudioFlowError('malformed-data', message, { details: { owner, pts } });
    }
    diagnostics.warn({ operator: owner, message, details: { pts } });
  };

  const decode = (packet: Packet<C>, out: SessionOutput<AudioFrame>): void => {
    if (packet.config !== config) {
      config = packet.config;
      packing = packingOf(config);
    }
    const frame =
      packing === undefined ? 'its config names no sample type' : unpack(packet, packing);
    if (typeof frame === 'string') {
      malformed(frame, packet.pts);
      return;
    }
    if (frame.length === 0) return;
    for (const plane of frame.channels) {
      stats.repairedSamples += repairSamples(plane, 0, plane.length);
    }
    stats.frames++;
    out(frame);
  };

  return {
    get stats(): DecoderStats {
      return stats;
    },
    push: (packet, out) => guard.enter('push', () => decode(packet, out)),
    end: () => guard.enter('end', nothing),
    close: guard.close,
  };
};
