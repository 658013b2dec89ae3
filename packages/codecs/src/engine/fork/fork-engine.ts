import { AudioFlowError, type AudioFrame, type Packet } from '@audioflow/core';
import type { EncoderInfo } from '@audioflow/core/codec';
import { checkFrame } from '../check-frame.js';
import type {
  CodecEngine,
  DecoderSetup,
  EncoderSetup,
  EngineDecoder,
  EngineEncoder,
} from '../codec-engine.js';
import { fillLimits } from '../engine-limits.js';
import { packetProblem } from '../packet-problem.js';
import { createForkLink, openFork } from './fork-link.js';
import type { FrameItem, PacketItem } from './fork-messages.js';

/** Longer frames travel in parts, so that what is under way stays small. */
const PART = 8192;

const partsOf = ({ pts, length, sampleRate, channels }: AudioFrame): FrameItem[] => {
  if (length <= PART) return [{ pts, length, sampleRate, channels }];
  const parts: FrameItem[] = [];
  for (let at = 0; at < length; at += PART) {
    const planes = channels.map((plane) => plane.subarray(at, at + PART));
    parts.push({
      pts: pts + at,
      length: Math.min(PART, length - at),
      sampleRate,
      channels: planes,
    });
  }
  return parts;
};

const openEncoder = async <C extends string>(setup: EncoderSetup<C>): Promise<EngineEncoder<C>> => {
  const { codec, format } = setup;
  const owner = `encode(${codec})`;
  const limits = fillLimits(setup.limits);
  const { durationOf: _durationOf, ...sendable } = setup;
  const opened = await openFork({ type: 'open-encoder', setup: sendable }, limits.memoryMb);
  const { config: sent, ...told } = opened.info ?? { frameSize: 0, priming: 0 };
  const config = sent === undefined ? undefined : new Uint8Array(sent);
  const info: EncoderInfo = { ...told, ...(config === undefined ? {} : { config }) };
  const link = createForkLink<FrameItem, Packet<C>>({
    owner,
    fork: opened.fork,
    limits,
    toMessage: (items) => ({ type: 'frames', items }),
    // Copies: what has come would keep the whole message.
    toOutputs: ({ packets }) =>
      packets.map(({ config: news, ...item }) => {
        const own = news === undefined ? config : new Uint8Array(news);
        const data = new Uint8Array(item.data);
        return {
          kind: 'packet',
          codec,
          ...item,
          data,
          ...(own === undefined ? {} : { config: own }),
        };
      }),
    bytesOf: ({ data }) => data.length,
  });
  return {
    info,
    get stats() {
      return { packets: link.count, repairedSamples: link.stats?.repairedSamples ?? 0 };
    },
    push: (frame, out) =>
      link.calls.enter('push', out, () => {
        checkFrame(owner, frame, format);
        return frame.length === 0 ? undefined : link.feed(partsOf(frame));
      }),
    end: (out) => link.calls.enter('end', out, link.end),
    close: link.close,
  };
};

const openDecoder = async <C extends string>(setup: DecoderSetup<C>): Promise<EngineDecoder<C>> => {
  const { inspect, formatOf: _formatOf, sameConfig: _sameConfig, ...sendable } = setup;
  const { codec } = setup;
  const owner = `decode(${codec})`;
  const limits = fillLimits(setup.limits);
  const { fork } = await openFork({ type: 'open-decoder', setup: sendable }, limits.memoryMb);
  const link = createForkLink<PacketItem, AudioFrame>({
    owner,
    fork,
    limits,
    toMessage: (items) => ({ type: 'packets', items }),
    toOutputs: ({ frames }) =>
      frames.map(({ channels, ...item }) => ({
        kind: 'pcm',
        ...item,
        channels: channels.map((plane) => new Float32Array(plane)),
      })),
    bytesOf: ({ length, channels }) => 4 * length * channels.length,
  });
  let known = setup.config;
  const toItem = (packet: Packet<C>): PacketItem => {
    const { pts, duration, sampleRate, channelCount, config, trimStart, trimEnd } = packet;
    const problem = packetProblem(packet) ?? inspect?.(packet.data);
    const news = config === undefined || config === known ? {} : { config };
    known = config ?? known;
    return {
      data: problem === undefined ? packet.data : Uint8Array.of(0),
      pts,
      duration,
      sampleRate,
      channelCount,
      ...news,
      ...(trimStart === undefined ? {} : { trimStart }),
      ...(trimEnd === undefined ? {} : { trimEnd }),
      ...(problem === undefined ? {} : { problem }),
    };
  };
  return {
    get stats() {
      const { stats } = link;
      const malformedPackets =
        stats !== undefined && 'malformedPackets' in stats ? stats.malformedPackets : 0;
      return {
        frames: link.count,
        malformedPackets,
        repairedSamples: stats?.repairedSamples ?? 0,
      };
    },
    push: (packet, out) =>
      link.calls.enter('push', out, () => {
        if (packet.codec !== codec) {
          throw new AudioFlowError(
            'invalid-option',
            `${owner}: expected packets of ${codec}, got ${packet.codec}: use only(${codec}) before`,
            { details: { owner } },
          );
        }
        return link.feed([toItem(packet)]);
      }),
    end: (out) => link.calls.enter('end', out, link.end),
    close: link.close,
  };
};

/**
 * The native engine in a forked process: the same bytes, pts and trims, and a crash or a limit ends one
 * session only. Each open session has a process for itself; processes are used again and end when idle.
 */
export const forkEngine: CodecEngine = { name: 'fork', openEncoder, openDecoder };
