import { createAdtsParser, createMp3Parser } from '@audioflow/codecs/bitstream';
import { AudioFlowError, isAudioFlowError, type Packet } from '@audioflow/core';
import type { SourceCodec } from './source-codec.js';

/** Turns the bytes of a source into packets, and does not believe what it says they are. */
export interface SourceParser {
  /** @throws AudioFlowError `malformed-data`: the bytes are not what the source says. */
  push(bytes: Uint8Array, out: (packet: Packet) => void): void;
  /** End of the body: puts out what is held. */
  end(out: (packet: Packet) => void): void;
}

const NAMES: Readonly<Record<SourceCodec, string>> = { mp3: 'mp3 frames', aac: 'AAC in ADTS' };
/** So many frames in a row make a codec believable: garbage has one or two by chance. */
const TRUSTED_FRAMES = 3;

const parserOf = (codec: SourceCodec) => (codec === 'mp3' ? createMp3Parser() : createAdtsParser());

/** Counts the frames of a codec that a source does not claim to send. */
const createSuspicion = (codec: SourceCodec): ((bytes: Uint8Array) => boolean) => {
  const parser = parserOf(codec);
  let frames = 0;
  return (bytes) => {
    try {
      parser.push(bytes, () => {
        frames += 1;
      });
    } catch (error) {
      if (!isAudioFlowError(error)) throw error;
    }
    return frames >= TRUSTED_FRAMES;
  };
};

/** Makes a parser that fails after `maxGarbageBytes` without a frame, or at once on the other codec. */
export const createSourceParser = (codec: SourceCodec, maxGarbageBytes: number): SourceParser => {
  const parser = parserOf(codec);
  const other: SourceCodec = codec === 'mp3' ? 'aac' : 'mp3';
  const isOther = createSuspicion(other);
  let trusted = false;
  let held: Packet[] = [];
  /** Garbage before the last packet. */
  let skippedBefore = 0;

  const wrong = (came: string): AudioFlowError =>
    new AudioFlowError(
      'malformed-data',
      `expected ${NAMES[codec]}, as the Content-Type says, got ${came}`,
    );
  const take =
    (out: (packet: Packet) => void) =>
    (packet: Packet): void => {
      const { skippedBytes } = parser.report;
      if (!trusted) {
        if (skippedBytes > skippedBefore) held = [];
        held.push(packet);
        if (held.length >= TRUSTED_FRAMES) release(out);
      } else out(packet);
      skippedBefore = skippedBytes;
    };
  const release = (out: (packet: Packet) => void): void => {
    trusted = true;
    const packets = held;
    held = [];
    for (const packet of packets) out(packet);
  };

  return {
    push(bytes, out) {
      const suspicious = !trusted && isOther(bytes);
      parser.push(bytes, take(out));
      if (suspicious && !trusted) throw wrong(NAMES[other]);
      const garbage = parser.report.skippedBytes - skippedBefore;
      if (garbage > maxGarbageBytes) throw wrong(`${garbage} bytes without a frame`);
    },
    end(out) {
      parser.end(take(out));
      release(out);
    },
  };
};
