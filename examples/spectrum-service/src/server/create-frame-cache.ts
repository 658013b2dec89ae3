import { webSocketMessage } from '@audioflow/io/broadcast';
import type { Version } from '../engine/spectrum-engine.types.js';
import { encodeFrame } from '../wire/frame-bytes.js';
import { legacyFrame } from '../wire/json-frame.js';
import type { FrameFormat } from '../wire/protocol.js';

/** The formats of the protocol, and that of older clients. */
export type PayloadFormat = FrameFormat | 'legacy';

/** Writes each version once for each format that somebody wants, however many they are: whole WebSocket messages. `ceiling` is what bars go up to. */
export const createFrameCache = (
  ceiling: number,
): ((version: Version, format: PayloadFormat) => Buffer) => {
  const made = new Map<PayloadFormat, Buffer>();
  let of: Version | undefined;

  const make = ({ data, seq }: Version, format: PayloadFormat): Buffer => {
    const frame = { ...data, seq };
    if (format === 'u8' || format === 'u16')
      return webSocketMessage('binary', [encodeFrame(frame, { format, ceiling })]).message;
    const head = format === 'json' ? { type: 'frame', seq } : {};
    const text = JSON.stringify({ ...head, ...legacyFrame(frame) });
    return webSocketMessage('text', [Buffer.from(text)]).message;
  };

  return (version, format) => {
    if (of !== version) made.clear();
    of = version;
    const message = made.get(format) ?? make(version, format);
    made.set(format, message);
    return message;
  };
};
