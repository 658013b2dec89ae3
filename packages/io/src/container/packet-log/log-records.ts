import { type ByteQueue, createByteQueue } from '@audioflow/codecs/bitstream';
import { AudioFlowError } from '@audioflow/core';

let zlib: typeof import('node:zlib') | undefined;
/** By need: it takes some milliseconds to load, and few programs read packet logs. */
const crc32 = (bytes: Uint8Array): number => {
  zlib ??= process.getBuiltinModule('node:zlib');
  return zlib.crc32(bytes);
};

/** One record of a packet log. */
export interface LogRecord {
  /** 1 format, 2 packet, 3 tags, 4 end; readers pass over others. */
  readonly type: number;
  readonly body: Uint8Array;
}

/** Takes bytes cut anywhere, and answers whole records. */
export interface LogRecordParser {
  /** Answers the records that have become whole; none after damage. */
  push(bytes: Uint8Array): readonly LogRecord[];
  /** Whether the head has come. */
  readonly begun: boolean;
  /** What is broken, in words; known at once for a wrong checksum, at the end for a cut file. */
  readonly damage: string | undefined;
  /** Bytes that have come after the last whole record. */
  readonly rest: number;
}

/** The first bytes: as PNG's they show a transfer as text, which would change line ends. */
const MAGIC = Uint8Array.of(0x41, 0x46, 0x50, 0x4b, 0x0d, 0x0a, 0x1a, 0x0a);
const VERSION = 1;
const HEAD_BYTES = 12;
const RECORD_HEAD_BYTES = 8;
const CHECKSUM_BYTES = 4;
/** No packet of any codec comes near. */
const MAX_BODY_BYTES = 1 << 26;

/** Whether a packet log begins here; undefined where more bytes are needed to tell. */
export const isPacketLog = (bytes: Uint8Array): boolean | undefined => {
  const count = Math.min(bytes.length, MAGIC.length);
  for (let i = 0; i < count; i++) if (bytes[i] !== MAGIC[i]) return false;
  return count === MAGIC.length ? true : undefined;
};

/** The bytes that a log begins with. */
export const logHead = (): Uint8Array => {
  const head = new Uint8Array(HEAD_BYTES);
  head.set(MAGIC);
  head[MAGIC.length] = VERSION;
  return head;
};

/** A record as bytes: type, three zeros, length, body, checksum of all that. */
export const logRecord = (type: number, parts: readonly Uint8Array[]): Uint8Array => {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(RECORD_HEAD_BYTES + length + CHECKSUM_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = type;
  view.setUint32(4, length, true);
  let at = RECORD_HEAD_BYTES;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  view.setUint32(at, crc32(bytes.subarray(0, at)), true);
  return bytes;
};

const readHead = (queue: ByteQueue): void => {
  const head = queue.take(HEAD_BYTES);
  if (isPacketLog(head) !== true) {
    throw new AudioFlowError(
      'malformed-data',
      'packet log: expected the eight bytes "AFPK\\r\\n\\x1a\\n" at the start, got others',
    );
  }
  const version = (head[8] ?? 0) + 256 * (head[9] ?? 0);
  if (version !== VERSION) {
    throw new AudioFlowError(
      'unsupported',
      `packet log: expected version ${VERSION}, got ${version}: read it with a newer audioflow`,
    );
  }
};

/**
 * Makes a parser of packet logs. A record is held until it is whole, and takes only as much memory as has
 * come of it.
 *
 * @throws AudioFlowError `malformed-data` or `unsupported` from `push`, for what is no log of this version.
 */
export const createLogRecordParser = (): LogRecordParser => {
  const queue = createByteQueue();
  let begun = false;
  let damage: string | undefined;

  /** The next record; undefined where more bytes are needed, or none can follow. */
  const next = (): LogRecord | undefined => {
    const { view } = queue;
    if (damage !== undefined || view.length < RECORD_HEAD_BYTES) return undefined;
    const fields = new DataView(view.buffer, view.byteOffset, view.length);
    const length = fields.getUint32(4, true);
    const end = RECORD_HEAD_BYTES + length;
    if (length > MAX_BODY_BYTES) {
      damage = `a record of ${length} bytes is longer than any`;
      return undefined;
    }
    if (view.length < end + CHECKSUM_BYTES) return undefined;
    if (fields.getUint32(end, true) !== crc32(view.subarray(0, end))) {
      damage = 'a record does not match its checksum';
      return undefined;
    }
    const bytes = queue.take(end + CHECKSUM_BYTES);
    return { type: bytes[0] ?? 0, body: bytes.subarray(RECORD_HEAD_BYTES, end) };
  };

  return {
    push: (bytes) => {
      if (damage !== undefined) return [];
      queue.push(bytes);
      if (!begun) {
        if (queue.length < HEAD_BYTES) return [];
        readHead(queue);
        begun = true;
      }
      const records: LogRecord[] = [];
      for (let record = next(); record !== undefined; record = next()) records.push(record);
      return records;
    },
    get begun() {
      return begun;
    },
    get damage() {
      return damage;
    },
    get rest() {
      return queue.length;
    },
  };
};
