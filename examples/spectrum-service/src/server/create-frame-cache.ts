import type { Version } from '../engine/spectrum-engine.types.js';
import { encodeFrame } from '../wire/frame-bytes.js';
import { legacyFrame } from '../wire/json-frame.js';
import type { FrameFormat } from '../wire/protocol.js';

/** The formats of the protocol, and that of older clients. */
export type PayloadFormat = FrameFormat | 'legacy';

/** What is sent, as it is, to all who want this format. */
export interface Payload {
  readonly data: Buffer;
  readonly binary: boolean;
}

/** Writes each version once for each format that somebody wants, however many they are. `ceiling` is what bars go up to. */
export const createFrameCache = (
  ceiling: number,
): ((version: Version, format: PayloadFormat) => Payload) => {
  const made = new Map<PayloadFormat, Payload>();
  let of: Version | undefined;

  const make = ({ data, seq, epoch }: Version, format: PayloadFormat): Payload => {
    const frame = { ...data, seq, epoch };
    if (format === 'u8' || format === 'u16') {
      const { buffer } = encodeFrame(frame, { format, ceiling });
      return { data: Buffer.from(buffer), binary: true };
    }
    const head = format === 'json' ? { type: 'frame', seq, epoch } : {};
    return { data: Buffer.from(JSON.stringify({ ...head, ...legacyFrame(frame) })), binary: false };
  };

  return (version, format) => {
    if (of !== version) made.clear();
    of = version;
    const payload = made.get(format) ?? make(version, format);
    made.set(format, payload);
    return payload;
  };
};
