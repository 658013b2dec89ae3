import { solePadding } from '../matroska/sole-padding.js';
import type { NativeInput } from './native-input.js';
import { opusDuration } from './opus-duration.js';
import { opusPreSkip } from './opus-pre-skip.js';
import type { RawPacket } from './packet-stamper.js';
import { readerOf } from './reader-of.js';

/** What is known of the stream. */
export interface SoleStream {
  readonly container: string;
  readonly codec: string;
  readonly config: Uint8Array | undefined;
  readonly file: NativeInput['file'];
  /** Whether the container counts time in samples. */
  readonly exact: boolean;
  readonly sampleRate: number;
  /** Samples that a packet decodes to, where all are alike; else 0. */
  readonly frameSize: number;
}

/**
 * Where the part that an edit list has is no longer than what it leaves out before, FFmpeg takes the length for the
 * start: it tells a packet at 0, of whose samples it drops as many at the start as are to be heard, and the others
 * at the end.
 */
const isTurned = ({ pts, duration, skipStart, skipEnd }: RawPacket): boolean =>
  pts === 0 && skipStart > 0 && skipEnd > 0 && skipStart + skipEnd === duration;

const mendMov = (raw: RawPacket, stream: SoleStream): RawPacket => {
  const { codec, config, sampleRate, frameSize } = stream;
  const whole = codec === 'opus' ? opusDuration(raw.data) : frameSize;
  const { duration, skipStart, skipEnd } = raw;
  const cut = duration < whole;
  if (!isTurned(raw)) {
    // An edit list in ms ends within a ms of the packet, which tells its end to the sample.
    return cut && skipEnd * 1000 <= sampleRate ? { ...raw, skipEnd: 0 } : raw;
  }
  const lead = codec === 'opus' ? opusPreSkip(config) : cut ? skipEnd : 0;
  if (lead === 0 || lead >= duration) return raw;
  const beyond = cut ? 0 : whole - lead - skipStart;
  return { ...raw, pts: 0 - lead, skipStart: lead, skipEnd: beyond };
};

/**
 * Mends the trims of a stream of one packet, of which FFmpeg's demuxers lose one where it has both: those of MP4 as
 * above, those of Matroska put what is dropped at the start in the place of what is dropped at the end.
 */
export const mendSolePacket = (raw: RawPacket, stream: SoleStream): RawPacket => {
  const { container, file, sampleRate, exact } = stream;
  if (container === 'mov' && exact) return mendMov(raw, stream);
  if (container !== 'matroska' || file === undefined || raw.skipEnd > 0) return raw;
  const padding = Math.round((solePadding(readerOf(file)) * sampleRate) / 1e9);
  return padding > 0 ? { ...raw, skipEnd: padding } : raw;
};
