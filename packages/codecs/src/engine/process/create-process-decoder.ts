import { AudioFlowError, type AudioFrame, type Packet } from '@audioflow/core';
import {
  createAdtsFramer,
  type ElementaryCodec,
  MP3_HEADER_BYTES,
  mp3Frame,
  parseMp3Header,
  parseMp3Info,
} from '../../bitstream/index.js';
import type { DecoderSetup, EngineDecoder } from '../codec-engine.js';
import { createDecoderPolicies, type StreamFormat } from '../decoder-policies.js';
import { fillLimits } from '../engine-limits.js';
import { packetProblem } from '../packet-problem.js';
import { repairSamples } from '../repair-samples.js';
import type { Answer } from '../session-calls.js';
import { createDecodedBlocks, type DecodedBlock } from './decoded-blocks.js';
import { decoderArguments } from './ffmpeg-arguments.js';
import type { FoundFfmpeg } from './find-ffmpeg.js';
import { createProcessLink } from './process-link.js';
import { trimBlock } from './trim-block.js';

/** Puts packets into the frames of a byte stream. */
const framerOf = (kind: ElementaryCodec): ((packet: Packet) => Uint8Array) => {
  if (kind === 'mp3') return (packet) => mp3Frame({ ...packet, codec: 'mp3' });
  const frame = createAdtsFramer();
  return (packet) => frame({ ...packet, codec: 'aac' });
};

/** What must stay the same within one ffmpeg: with another format it would go on resampling to the first. */
const streamKey = (kind: ElementaryCodec, framed: Uint8Array): string => {
  if (kind === 'aac')
    return framed
      .subarray(1, 3)
      .join(' ')
      .concat(` ${(framed[3] ?? 0) >> 6}`);
  const header = parseMp3Header(framed);
  return `${header?.sampleRate} ${header?.channelCount}`;
};

/** FFmpeg's demuxer would take an information frame out, and count one packet less: it is silence. */
const silentBlock = (kind: ElementaryCodec, framed: Uint8Array): DecodedBlock | undefined => {
  const header = kind === 'mp3' ? parseMp3Header(framed) : undefined;
  if (header === undefined || parseMp3Info(framed, header) === undefined) return undefined;
  const { samples: length, sampleRate, channelCount } = header;
  const channels = Array.from({ length: channelCount }, () => new Float32Array(length));
  return { sampleRate, pts: 0, length, channels };
};

/**
 * FFmpeg's mp3 parser believes in a frame only when another one follows. A silent frame makes it believe in
 * a stream of a single one; what it decodes to belongs to no packet.
 */
const followerOf = (kind: ElementaryCodec, framed: Uint8Array): Uint8Array | undefined => {
  if (kind !== 'mp3') return undefined;
  const silent = new Uint8Array(framed.length);
  silent.set(framed.subarray(0, MP3_HEADER_BYTES));
  return silent;
};

/** A decoder session on an ffmpeg of its own; on another one after each change of format. */
export const createProcessDecoder = <C extends string>(
  found: FoundFfmpeg,
  setup: DecoderSetup<C>,
  kind: ElementaryCodec,
): EngineDecoder<C> => {
  const { codec } = setup;
  const owner = `decode(${codec})`;
  const policies = createDecoderPolicies(owner, setup);
  const { malformed, checkChange } = policies;
  const frameOf = framerOf(kind);
  /** Packets that ffmpeg has got and not answered. */
  let pending: Packet[] = [];
  let config = setup.config;
  let announced: StreamFormat = setup;
  let locked: StreamFormat | undefined;
  let key: string | undefined;
  /** Where the next block of this ffmpeg begins if no packet is lost. */
  let expected = 0;
  /** The one packet that this ffmpeg has got so far. */
  let lone: Uint8Array | undefined;
  let sent = 0;
  let repairedSamples = 0;
  const link = createProcessLink<AudioFrame>({
    owner,
    path: found.path,
    limits: fillLimits(setup.limits),
    missing: () => pending.length,
    bytesOf: ({ length, channels }) => 4 * length * channels.length,
  });

  const lose = (count: number): void => {
    for (const { pts } of pending.splice(0, count)) malformed('ffmpeg could not decode it', pts);
  };
  const putOut = (block: DecodedBlock, packet: Packet): void => {
    const format = { sampleRate: block.sampleRate, channelCount: block.channels.length };
    checkChange(locked ?? format, format);
    locked = format;
    for (const plane of block.channels) repairedSamples += repairSamples(plane, 0, plane.length);
    const frame = trimBlock(block, packet);
    if (frame !== undefined) link.deliver(frame);
  };
  const takeBlock = (block: DecodedBlock): void => {
    const gap = Math.round((block.pts - expected) / block.length);
    if (gap > 0) lose(Math.min(gap, pending.length - 1));
    expected = Math.max(expected, block.pts + block.length);
    const packet = pending.shift();
    if (packet !== undefined) putOut(block, packet);
  };

  const start = (framed: Uint8Array): void => {
    const blocks = createDecodedBlocks(takeBlock);
    expected = 0;
    sent = 0;
    link.start(decoderArguments(kind, found.name, framed.length), {
      output: blocks.samples,
      side: blocks.times,
    });
  };
  const finish = async (): Promise<void> => {
    const follower = lone === undefined ? undefined : followerOf(kind, lone);
    if (follower !== undefined) await link.write(follower);
    const before = link.count;
    const failure = await link.finish();
    if (!link.calls.live) return;
    // With nothing to decode in all its input ffmpeg fails; that is no fault of its own.
    const nothing = link.count === before && pending.length > 0;
    if (failure !== undefined && !nothing) {
      throw new AudioFlowError('io', `${owner}: ffmpeg failed: ${failure}`, {
        details: { owner, engine: 'process' },
      });
    }
    lose(pending.length);
  };
  const send = (framed: Uint8Array, packet: Packet): Answer => {
    lone = sent === 0 ? framed : undefined;
    sent++;
    pending.push(packet);
    const full = link.write(framed);
    return full === undefined ? link.settle() : full;
  };
  const restart = async (framed: Uint8Array, packet: Packet): Promise<void> => {
    await finish();
    if (!link.calls.live) return;
    pending = [];
    start(framed);
    await send(framed, packet);
  };

  const decode = (packet: Packet<C>): Answer => {
    const problem = packetProblem(packet) ?? setup.inspect?.(packet.data);
    if (problem !== undefined) return malformed(problem, packet.pts);
    const { sampleRate, channelCount } = packet;
    checkChange(announced, { sampleRate, channelCount });
    announced = { sampleRate, channelCount };
    config = packet.config ?? config;
    let framed: Uint8Array;
    try {
      framed = frameOf({ ...packet, ...(config === undefined ? {} : { config }) });
    } catch (error) {
      if (!(error instanceof AudioFlowError) || error.code !== 'malformed-data') throw error;
      return malformed(error.message, packet.pts);
    }
    const found = streamKey(kind, framed);
    const changed = found !== key;
    key = found;
    if (link.running && !changed) return send(framed, packet);
    if (link.running) return restart(framed, packet);
    const silence = silentBlock(kind, framed);
    if (silence !== undefined) return putOut(silence, packet);
    start(framed);
    return send(framed, packet);
  };

  return {
    get stats() {
      return { frames: link.count, malformedPackets: policies.malformedPackets, repairedSamples };
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
        link.resume();
        return decode(packet);
      }),
    end: (out) =>
      link.calls.enter('end', out, () => {
        link.resume();
        return link.running ? finish() : undefined;
      }),
    close: link.close,
  };
};
