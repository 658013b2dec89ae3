import {
  AudioFlowError,
  type AudioFrame,
  bytesPerSample,
  defaultLayout,
  deinterleave,
  diagnostics,
  interleave,
  type Packet,
} from '@audioflow/core';
import type { PcmFormat, SessionOutput } from '@audioflow/core/codec';
// Not from the folder's index: browsers have pcm, and none of what the engines load.
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
import { type PcmLayout, parsePcmConfig, pcmConfig } from './pcm-format.js';

const nothing = (): void => {};

/** An encoder session that only packs bytes: one packet a frame. */
export const createPcmEncoder = (format: PcmFormat, layout: PcmLayout): EngineEncoder<'pcm'> => {
  const { sampleRate, channelCount } = format;
  const config = pcmConfig(layout);
  const guard = createSessionGuard('encode(pcm)', nothing);
  let packets = 0;
  return {
    info: { frameSize: 0, priming: 0, config },
    get stats() {
      return { packets, repairedSamples: 0 };
    },
    push: (frame, out) =>
      guard.enter('push', () => {
        checkFrame('encode(pcm)', frame, format);
        if (frame.length === 0) return;
        const data = interleave(frame, layout.sampleType, { endian: layout.endian });
        const { pts, length: duration } = frame;
        packets++;
        out({
          kind: 'packet',
          codec: 'pcm',
          data,
          sampleRate,
          channelCount,
          pts,
          duration,
          config,
        });
      }),
    end: () => guard.enter('end', nothing),
    close: guard.close,
  };
};

/** What is wrong with a packet, or its samples without those to trim. */
const unpack = (packet: Packet<'pcm'>, layout: PcmLayout): AudioFrame | string => {
  const { data, sampleRate, channelCount, pts } = packet;
  if (!(data instanceof Uint8Array)) return `expected data as Uint8Array, got ${typeof data}`;
  if (!Number.isSafeInteger(pts)) return `expected an integer pts, got ${pts}`;
  const trims = trimProblem(packet);
  if (trims !== undefined) return trims;
  const stride = channelCount * bytesPerSample(layout.sampleType);
  if (!(stride > 0) || data.length % stride !== 0) {
    return `expected a multiple of ${stride} bytes (${channelCount} x ${layout.sampleType}), got ${data.length}`;
  }
  const { sampleType, endian } = layout;
  const planes = deinterleave(
    data,
    { sampleType, planar: false, layout: defaultLayout(channelCount) },
    { endian },
  );
  const total = data.length / stride;
  const from = Math.min(packet.trimStart ?? 0, total);
  const to = Math.max(total - (packet.trimEnd ?? 0), from);
  const whole = from === 0 && to === total;
  const channels = whole ? planes : planes.map((plane) => plane.slice(from, to));
  return { kind: 'pcm', sampleRate, channels, length: to - from, pts: pts + from };
};

/** A decoder session of pcm: packets' own `config` says how they are packed, else `fallback` does. */
export const createPcmDecoder = (
  fallback: PcmLayout,
  onMalformed: OnMalformed,
): EngineDecoder<'pcm'> => {
  const owner = 'decode(pcm)';
  const guard = createSessionGuard(owner, nothing);
  const stats = { frames: 0, malformedPackets: 0, repairedSamples: 0 };
  let config: Uint8Array | undefined;
  let layout: PcmLayout | undefined = fallback;

  const malformed = (text: string, pts: number): void => {
    stats.malformedPackets++;
    const message = `${owner}: bad packet at pts ${pts}: ${text}`;
    if (onMalformed === 'error') {
      throw new AudioFlowError('malformed-data', message, { details: { owner, pts } });
    }
    diagnostics.warn({ operator: owner, message, details: { pts } });
  };

  /** The packing of a packet; undefined where its `config` names none. */
  const layoutOf = (packet: Packet<'pcm'>): PcmLayout | undefined => {
    if (packet.config !== config) {
      config = packet.config;
      layout = config === undefined ? fallback : parsePcmConfig(config);
    }
    return layout;
  };

  const decode = (packet: Packet<'pcm'>, out: SessionOutput<AudioFrame>): void => {
    const packing = layoutOf(packet);
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
