import { sameBytes } from '@audioflow/codecs/engine';
import { AudioFlowError, type Packet } from '@audioflow/core';
import { type LogRecord, logRecord } from './log-records.js';

/** The types of record that version 1 knows. */
export const LOG_RECORD = { format: 1, packet: 2, tags: 3, end: 4 } as const;

const FORMAT_BYTES = 8;
const PACKET_BYTES = 20;

/** Turns packets into records: a format first, and whenever it changes. */
export interface LogPacketWriter {
  readonly packets: number;
  add(packet: Packet): Uint8Array;
  /** The record that tells a whole log from a cut one. */
  end(): Uint8Array;
}

const formatRecord = ({ codec, sampleRate, channelCount, config }: Packet): Uint8Array => {
  const name = new TextEncoder().encode(codec);
  const body = new Uint8Array(FORMAT_BYTES);
  const view = new DataView(body.buffer);
  view.setUint32(0, sampleRate, true);
  view.setUint16(4, channelCount, true);
  view.setUint16(6, name.length, true);
  return logRecord(LOG_RECORD.format, [body, name, config ?? new Uint8Array()]);
};

const packetRecord = ({ data, pts, duration, trimStart, trimEnd }: Packet): Uint8Array => {
  const body = new Uint8Array(PACKET_BYTES);
  const view = new DataView(body.buffer);
  view.setBigInt64(0, BigInt(pts), true);
  view.setUint32(8, duration, true);
  view.setUint32(12, trimStart ?? 0, true);
  view.setUint32(16, trimEnd ?? 0, true);
  return logRecord(LOG_RECORD.packet, [body, data]);
};

const isCount = (value: number | undefined): boolean =>
  value === undefined || (Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff);

const check = (packet: Packet): void => {
  const { pts, duration, trimStart, trimEnd } = packet;
  if (Number.isSafeInteger(pts) && [duration, trimStart, trimEnd].every(isCount)) return;
  throw new AudioFlowError(
    'malformed-data',
    `packet log: expected integers for pts, duration and trims, got pts ${pts}, duration ${duration}, ` +
      `trims ${trimStart ?? 0} and ${trimEnd ?? 0}`,
  );
};

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const [first = new Uint8Array(), second] = parts;
  if (second === undefined) return first;
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
};

const sameConfig = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && sameBytes(a, b));

const sameFormat = (a: Packet, b: Packet): boolean =>
  a.codec === b.codec &&
  a.sampleRate === b.sampleRate &&
  a.channelCount === b.channelCount &&
  sameConfig(a.config, b.config);

/**
 * Makes a writer of packet records.
 *
 * @throws AudioFlowError `malformed-data` from `add`, on times that are no integers.
 */
export const createLogPacketWriter = (): LogPacketWriter => {
  let last: Packet | undefined;
  let packets = 0;
  return {
    get packets() {
      return packets;
    },
    add: (packet) => {
      check(packet);
      const known = last !== undefined && sameFormat(last, packet);
      last = packet;
      packets++;
      return joined(known ? [packetRecord(packet)] : [formatRecord(packet), packetRecord(packet)]);
    },
    end: () => {
      const body = new Uint8Array(8);
      new DataView(body.buffer).setBigUint64(0, BigInt(packets), true);
      return logRecord(LOG_RECORD.end, [body]);
    },
  };
};

/** Turns records of types 1 and 2 back into packets. */
export interface LogPacketReader {
  /** The packet of a record; undefined for records that hold none. */
  take(record: LogRecord): Packet | undefined;
}

/**
 * Makes a reader of packet records. The packets of one format share its `config`.
 *
 * @throws AudioFlowError `malformed-data` from `take`.
 */
export const createLogPacketReader = (): LogPacketReader => {
  let format: Pick<Packet, 'codec' | 'sampleRate' | 'channelCount' | 'config'> | undefined;
  const viewOf = (body: Uint8Array, least: number): DataView => {
    if (body.length < least) {
      throw new AudioFlowError(
        'malformed-data',
        `packet log: expected a record of at least ${least} bytes, got ${body.length}`,
      );
    }
    return new DataView(body.buffer, body.byteOffset, body.length);
  };
  const takeFormat = (body: Uint8Array): void => {
    const view = viewOf(body, FORMAT_BYTES);
    const behind = FORMAT_BYTES + view.getUint16(6, true);
    viewOf(body, behind);
    const config = body.subarray(behind);
    format = {
      codec: new TextDecoder().decode(body.subarray(FORMAT_BYTES, behind)),
      sampleRate: view.getUint32(0, true),
      channelCount: view.getUint16(4, true),
      ...(config.length === 0 ? {} : { config: new Uint8Array(config) }),
    };
  };
  const takePacket = (body: Uint8Array): Packet => {
    const view = viewOf(body, PACKET_BYTES);
    if (format === undefined || format.sampleRate === 0 || format.channelCount === 0) {
      throw new AudioFlowError(
        'malformed-data',
        'packet log: expected a format with a rate and channels before the first packet, got none',
      );
    }
    const trimStart = view.getUint32(12, true);
    const trimEnd = view.getUint32(16, true);
    return {
      kind: 'packet',
      ...format,
      data: body.subarray(PACKET_BYTES),
      pts: Number(view.getBigInt64(0, true)),
      duration: view.getUint32(8, true),
      ...(trimStart === 0 ? {} : { trimStart }),
      ...(trimEnd === 0 ? {} : { trimEnd }),
    };
  };
  return {
    take: ({ type, body }) => {
      if (type === LOG_RECORD.format) takeFormat(body);
      return type === LOG_RECORD.packet ? takePacket(body) : undefined;
    },
  };
};
