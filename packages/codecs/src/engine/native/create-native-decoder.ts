import { AudioFlowError, type AudioFrame, type Packet } from '@audioflow/core';
import type { SessionOutput } from '@audioflow/core/codec';
import type { DecoderSetup, EngineDecoder } from '../codec-engine.js';
import { createDecoderPolicies, isSameFormat, type StreamFormat } from '../decoder-policies.js';
import { inBandFormat } from '../in-band-format.js';
import { packetProblem } from '../packet-problem.js';
import { repairSamples } from '../repair-samples.js';
import { sameBytes } from '../same-bytes.js';
import { createSessionGuard } from '../session-guard.js';
import { createFloatOutput } from './create-float-output.js';
import type { NativeLibrary } from './native-library.js';
import { openNativeDecoder } from './open-decoder.js';

/** What one packet decoded to. */
interface Decoded {
  readonly blocks: readonly (readonly Float32Array[])[];
  readonly length: number;
}

const MAX_ERRORS = 64;

const lengthOf = (planes: readonly Float32Array[]): number => planes[0]?.length ?? 0;

/**
 * A decoder session on one FFmpeg context, one native frame and one native packet for life. Each
 * packet's samples are dated by the packet's pts, trimmed, and copied out of native memory.
 */
export const createNativeDecoder = <C extends string>(
  library: NativeLibrary,
  setup: DecoderSetup<C>,
): EngineDecoder<C> => {
  const { av } = library;
  // By name: a look into a module's namespace, many times per packet, is a slow one.
  const { AVERROR_EAGAIN, AVERROR_EOF } = library.constants;
  const { codec } = setup;
  const owner = `decode(${codec})`;
  const policies = createDecoderPolicies(owner, setup);
  const { malformed, checkChange } = policies;
  let config = setup.config;
  let context = openNativeDecoder(library, setup, config);
  const output = createFloatOutput(library);
  const nativeFrame = new av.Frame();
  nativeFrame.alloc();
  const nativePacket = new av.Packet();
  nativePacket.alloc();
  let announced: StreamFormat = { sampleRate: setup.sampleRate, channelCount: setup.channelCount };
  let locked: StreamFormat | undefined;
  const formatOf = setup.changesInBand === true ? inBandFormat(setup) : undefined;
  /** Hz, as the packets say themselves. */
  let ownRate: number | undefined;
  let nextPts = 0;
  let frames = 0;
  let repairedSamples = 0;

  const guard = createSessionGuard(owner, () => {
    output.free();
    nativeFrame.free();
    nativePacket.free();
    context.freeContext();
  });

  const sampleFormat = () => context.sampleFormat;
  const repair = (samples: Float32Array): void => {
    repairedSamples += repairSamples(samples, 0, samples.length);
  };

  /** The samples of the native frame; undefined where they cannot be had, which costs this frame only. */
  const convert = (pts: number): Float32Array[] | undefined => {
    try {
      return output.convert(nativeFrame, sampleFormat, repair);
    } catch (error) {
      const isBad = error instanceof AudioFlowError && error.code !== 'io';
      // A stream that is nothing else is not to be passed over in silence.
      if (!isBad || (error.code === 'unsupported' && locked === undefined)) throw error;
      malformed(error.message, pts);
      return undefined;
    }
  };

  const receive = (pts: number): Decoded => {
    const blocks: Float32Array[][] = [];
    let length = 0;
    // An error uses up what is left of a packet; the bound only guards against a decoder that loops.
    for (let errors = 0; errors < MAX_ERRORS; ) {
      // FFmpeg lets go of the frame before in any case.
      const status = context.receiveFrameSync(nativeFrame);
      if (status === AVERROR_EAGAIN || status === AVERROR_EOF) break;
      if (status < 0) {
        malformed(new av.FFmpegError(status).message, pts);
        errors++;
        continue;
      }
      const planes = convert(pts);
      if (planes === undefined) continue;
      const { format } = output;
      if (format !== undefined && format !== locked) {
        checkChange(locked ?? format, format);
        locked = format;
      }
      blocks.push(planes);
      length += lengthOf(planes);
    }
    return { blocks, length };
  };

  /** Emits what a packet decoded to, without the first and last samples that it says to drop. */
  const emit = (decoded: Decoded, packet: Packet, out: SessionOutput<AudioFrame>): void => {
    const { sampleRate } = locked ?? setup;
    // HE-AAC decodes to twice the rate that an ADTS header tells.
    const ratio = sampleRate / packet.sampleRate;
    const from = Math.round((packet.trimStart ?? 0) * ratio);
    const to = decoded.length - Math.round((packet.trimEnd ?? 0) * ratio);
    const base = Math.round(packet.pts * ratio);
    let at = 0;
    for (const planes of decoded.blocks) {
      const size = lengthOf(planes);
      const first = Math.max(from - at, 0);
      const last = Math.min(to - at, size);
      const pts = base + at + first;
      at += size;
      if (first >= last || !guard.live) continue;
      const channels =
        first === 0 && last === size ? planes : planes.map((p) => p.slice(first, last));
      frames++;
      nextPts = pts + last - first;
      out({ kind: 'pcm', sampleRate, channels, length: last - first, pts });
    }
  };

  /** Follows what packets announce: FFmpeg dates the first frame after a change by the old rate. */
  const follow = (packet: Packet<C>): void => {
    const next = packet.config ?? config;
    const sameConfig =
      next === config || (next !== undefined && config !== undefined && sameBytes(next, config));
    const rate = formatOf?.(packet.data)?.sampleRate ?? ownRate;
    const moved = rate !== ownRate && ownRate !== undefined;
    ownRate = rate;
    if (!sameConfig || moved || !isSameFormat(announced, packet)) {
      const { sampleRate, channelCount } = packet;
      const format = { sampleRate, channelCount };
      checkChange(announced, format);
      const own = rate === undefined ? {} : { sampleRate: rate };
      const opened = openNativeDecoder(library, { ...setup, ...format, ...own }, next);
      context.freeContext();
      context = opened;
      announced = format;
    }
    config = next;
  };

  /** Whether the packet can be decoded: a configuration that is refused is the packet's own fault. */
  const accept = (packet: Packet<C>): boolean => {
    const problem = packetProblem(packet) ?? setup.inspect?.(packet.data);
    if (problem !== undefined) {
      malformed(problem, packet.pts);
      return false;
    }
    try {
      follow(packet);
      return true;
    } catch (error) {
      if (!(error instanceof AudioFlowError) || error.code !== 'malformed-data') throw error;
      malformed(error.message, packet.pts);
      return false;
    }
  };

  const decode = (packet: Packet<C>, out: SessionOutput<AudioFrame>): void => {
    if (!accept(packet)) return;
    const { data } = packet;
    // The setter frees what was there, and copies, with the padding that FFmpeg's readers need.
    nativePacket.data = Buffer.from(data.buffer, data.byteOffset, data.length);
    const status = context.sendPacketSync(nativePacket);
    if (status < 0) malformed(new av.FFmpegError(status).message, packet.pts);
    else emit(receive(packet.pts), packet, out);
  };

  return {
    get stats() {
      return { frames, malformedPackets: policies.malformedPackets, repairedSamples };
    },
    push: (packet, out) =>
      guard.enter('push', () => {
        if (packet.codec !== codec) {
          throw new AudioFlowError(
            'invalid-option',
            `${owner}: expected packets of ${codec}, got ${packet.codec}: use only(${codec}) before`,
            { details: { owner } },
          );
        }
        decode(packet, out);
      }),
    end: (out) =>
      guard.enter('end', () => {
        context.sendPacketSync(null);
        const { sampleRate, channelCount } = locked ?? setup;
        const rest = receive(nextPts);
        const data = new Uint8Array();
        const last: Packet = {
          kind: 'packet',
          codec,
          data,
          sampleRate,
          channelCount,
          pts: nextPts,
          duration: rest.length,
        };
        emit(rest, last, out);
      }),
    close: guard.close,
  };
};
