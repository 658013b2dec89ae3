import { createByteQueue } from './byte-queue.js';
import { measureTag } from './measure-tag.js';
import type { ParseReport } from './parse-report.js';

/** How frames of one kind are told from other bytes. */
export interface FrameSyntax {
  /** Bytes of a frame header. */
  readonly headerBytes: number;
  /** Bytes of the frame whose header begins at `at`; 0 where none does. */
  measure(bytes: Uint8Array, at: number): number;
  /** The parts of a header at `at` that stay as they are within a stream: version, rate, kind. */
  kindOf(bytes: Uint8Array, at: number): number;
}

/** Cuts a byte stream into frames, whatever the borders of its chunks. */
export interface FrameScanner {
  readonly report: ParseReport;
  /** Takes bytes; `out` gets each whole frame, as bytes that stay as they are. */
  push(bytes: Uint8Array, out: (frame: Uint8Array) => void): void;
  /** End of stream. */
  end(out: (frame: Uint8Array) => void): void;
}

/** Large chunks are taken in parts, so that what is held stays small. */
const PART_BYTES = 65_536;

type Verdict = 'frame' | 'garbage' | 'wait' | 'cut';

const nextCandidate = (bytes: Uint8Array, from: number): number => {
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === 0xff || byte === 0x49 || byte === 0x54 || byte === 0x41) return i;
  }
  return bytes.length;
};

/**
 * Makes a scanner. While frame follows frame each one is passed on as soon as it is whole; at the start
 * and after garbage a frame counts only if another one, or the end of the stream, follows it.
 */
export const createFrameScanner = (syntax: FrameSyntax): FrameScanner => {
  const { headerBytes } = syntax;
  const queue = createByteQueue();
  const report = { frames: 0, skippedBytes: 0, tagBytes: 0, resyncs: 0, truncatedBytes: 0 };
  let kind = 0;
  let synced = false;
  let lost = false;
  let tagRest = 0;

  const judge = (bytes: Uint8Array, size: number, final: boolean): Verdict => {
    if (size === 0) return 'garbage';
    const trusted = synced && syntax.kindOf(bytes, 0) === kind;
    if (bytes.length < size) return final ? (trusted ? 'cut' : 'garbage') : 'wait';
    if (trusted || (final && bytes.length === size)) return 'frame';
    const tag = measureTag(bytes, size, final);
    if (tag > 0) return 'frame';
    if (tag < 0 || bytes.length < size + headerBytes) return final ? 'garbage' : 'wait';
    const follows =
      syntax.measure(bytes, size) > 0 && syntax.kindOf(bytes, size) === syntax.kindOf(bytes, 0);
    return follows ? 'frame' : 'garbage';
  };

  /** For the last bytes of a stream, too few for a header. */
  const judgeRest = (bytes: Uint8Array): Verdict =>
    synced && bytes[0] === 0xff ? 'cut' : 'garbage';

  const skip = (bytes: Uint8Array): void => {
    const count = nextCandidate(bytes, 1);
    report.skippedBytes += count;
    synced = false;
    lost = true;
    queue.drop(count);
  };

  const accept = (size: number, out: (frame: Uint8Array) => void): void => {
    const frame = queue.take(size);
    kind = syntax.kindOf(frame, 0);
    if (lost) report.resyncs++;
    synced = true;
    lost = false;
    report.frames++;
    out(frame);
  };

  /** One step forward; false when more bytes are needed. */
  const step = (final: boolean, out: (frame: Uint8Array) => void): boolean => {
    const bytes = queue.view;
    if (tagRest > 0) {
      const count = Math.min(tagRest, bytes.length);
      tagRest -= count;
      report.tagBytes += count;
      queue.drop(count);
      return count > 0;
    }
    if (bytes.length < headerBytes && !final) return false;
    if (bytes.length === 0) return false;
    const tag = measureTag(bytes, 0, final);
    if (tag < 0) return false;
    tagRest = tag;
    if (tag > 0) return true;
    const whole = bytes.length >= headerBytes;
    const size = whole ? syntax.measure(bytes, 0) : 0;
    const verdict = whole ? judge(bytes, size, final) : judgeRest(bytes);
    if (verdict === 'wait') return false;
    if (verdict === 'frame') accept(size, out);
    else if (verdict === 'garbage') skip(bytes);
    else {
      report.truncatedBytes += bytes.length;
      queue.drop(bytes.length);
    }
    return true;
  };

  return {
    report,
    push: (bytes, out) => {
      for (let at = 0; at < bytes.length; at += PART_BYTES) {
        queue.push(bytes.subarray(at, at + PART_BYTES));
        while (step(false, out)) {
          // Each step consumes bytes.
        }
      }
    },
    end: (out) => {
      while (step(true, out)) {
        // Each step consumes bytes.
      }
    },
  };
};
