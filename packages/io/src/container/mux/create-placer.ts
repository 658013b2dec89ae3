import { sameBytes } from '@audioflow/codecs/engine';
import { AudioFlowError, type Packet } from '@audioflow/core';
import type { PlacedPacket } from '../native/mux/native-muxer.js';
import type { Container } from './containers.js';
import { cutSamples } from './cut-samples.js';

/** What {@link createPlacer} is made with. */
export interface PlacerOptions {
  readonly owner: string;
  /** Where the container can say what is not to be heard. */
  readonly trims: Container['trims'];
  /** The container's name, for errors. */
  readonly container: string;
  /** Called once, before the first packet is put out: `lead` samples of the stream are not heard. */
  begin(first: Packet, lead: number): void;
  put(placed: PlacedPacket): void;
}

/** Turns the trims of packets into times of one stream that begins at 0. */
export interface Placer {
  add(packet: Packet): void;
  /** The stream ends: puts out what is held. */
  end(): void;
}

/** Packets at the start that are cut whole; an encoder has one or two. */
const MAX_HELD = 512;

/**
 * Makes a placer. Packets are joined by their durations: what `pts` skips is closed. It holds the packets
 * at the start that are not heard at all, up to 512, since a header says how many samples those have.
 *
 * @throws AudioFlowError from the calls: `unsupported` where the container has no place for the trims,
 * `format-changed`, `limit-exceeded`.
 */
export const createPlacer = (options: PlacerOptions): Placer => {
  const { owner, container } = options;
  let first: Packet | undefined;
  let held: Packet[] = [];
  let lead = 0;
  let started = false;
  let ended = false;
  let at = 0;
  let config: Uint8Array | undefined;

  const fail = (text: string, packet: Packet): never => {
    throw new AudioFlowError('unsupported', `${owner}: ${text} (pts ${packet.pts})`, {
      details: { container, codec: packet.codec, pts: packet.pts },
    });
  };
  const check = (packet: Packet, begun: Packet): void => {
    if (
      packet.codec !== begun.codec ||
      packet.sampleRate !== begun.sampleRate ||
      packet.channelCount !== begun.channelCount
    ) {
      throw new AudioFlowError(
        'format-changed',
        `${owner}: expected ${begun.codec} of ${begun.sampleRate} Hz and ${begun.channelCount} channel(s) to ` +
          `the end, got ${packet.codec} of ${packet.sampleRate} Hz and ${packet.channelCount} at pts ${packet.pts}`,
      );
    }
  };
  /** A new configuration in the middle: FLAC tells its length and checksum at the end that way. */
  const changed = (packet: Packet): Uint8Array | undefined => {
    const next = packet.config;
    if (next === undefined || next === config) return undefined;
    const same = config !== undefined && sameBytes(next, config);
    config = next;
    if (same) return undefined;
    if (packet.codec === 'flac') return next;
    throw new AudioFlowError(
      'format-changed',
      `${owner}: expected one configuration to the end, got another one at pts ${packet.pts}`,
    );
  };
  const put = (packet: Packet): void => {
    const { duration, trimEnd = 0 } = packet;
    const heard = duration - trimEnd;
    if (trimEnd > 0) ended = true;
    const update = changed(packet);
    options.put({
      packet,
      pts: at,
      duration: heard,
      ...(update === undefined ? {} : { config: update }),
    });
    at += heard;
  };
  const start = (): void => {
    const [begun] = held;
    if (begun === undefined) return;
    started = true;
    config = begun.config;
    options.begin(begun, lead);
    at = 0 - lead;
    const waiting = held;
    held = [];
    for (const packet of waiting) put(packet);
  };
  const checkTrims = (packet: Packet): void => {
    const { trimStart = 0, trimEnd = 0 } = packet;
    if (trimStart === 0 && trimEnd === 0) return;
    if (options.trims === 'none' || (options.trims === 'end' && trimStart > 0)) {
      fail(
        `${container} cannot say which samples are not to be heard: decode and encode again`,
        packet,
      );
    }
    if (started && trimStart > 0) {
      fail(`${container} can leave samples out at the start only: decode and encode again`, packet);
    }
  };

  return {
    add(item) {
      const packet = cutSamples(item);
      first ??= packet;
      check(packet, first);
      if (packet.data.length === 0 && packet.duration === 0) return;
      const { duration, trimStart = 0, trimEnd = 0 } = packet;
      if (ended) {
        // Behind the end there may be packets that nobody hears; they are left out.
        if (trimStart + trimEnd >= duration) return;
        fail(`${container} can leave samples out at the end only: decode and encode again`, packet);
      }
      checkTrims(packet);
      if (started) {
        put(packet);
        return;
      }
      lead += trimStart;
      held.push(packet);
      if (trimStart < duration) start();
      else if (held.length >= MAX_HELD) {
        throw new AudioFlowError(
          'limit-exceeded',
          `${owner}: expected sound within ${MAX_HELD} packets, got none of ${lead} samples`,
        );
      }
    },
    end: () => {
      if (!started) start();
    },
  };
};
