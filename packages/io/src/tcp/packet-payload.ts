import { AudioFlowError, type Packet } from '@audioflow/core';
import type { IngestInfo } from './hello.js';

/** The kind byte of a payload that holds a packet. */
const PACKET = 1;
const HAS_TRIMS = 1;
const HAS_CONFIG = 2;
const FIXED_BYTES = 1 + 1 + 8 + 4;
const TRIM_BYTES = 8;

const MAX_UINT16 = 0xffff;
const MAX_UINT32 = 0xffff_ffff;

const checkInteger = (
  field: string,
  value: number,
  [min, max]: readonly [number, number],
): void => {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new AudioFlowError(
    'malformed-data',
    `ingestClient: expected ${field} to be an integer of ${min} to ${max}, got ${value}: mend what makes the packets`,
    { details: { field, value } },
  );
};

/** What does not fit its field would arrive as another number. */
const checkRanges = ({ pts, duration, trimStart = 0, trimEnd = 0, config, data }: Packet): void => {
  checkInteger('pts', pts, [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
  checkInteger('duration', duration, [0, MAX_UINT32]);
  checkInteger('trimStart', trimStart, [0, MAX_UINT32]);
  checkInteger('trimEnd', trimEnd, [0, MAX_UINT32]);
  checkInteger('config.length', config?.length ?? 0, [0, MAX_UINT16]);
  checkInteger('data.length', data.length, [1, MAX_UINT32]);
};

/**
 * A packet as the payload of a frame: kind (1), flags, pts (int64), duration (uint32), then by flag
 * trimStart and trimEnd (uint32 each), by flag a new config behind its length (uint16), then the data.
 * Everything is big-endian.
 *
 * @param config The config that the receiver knows: another one is sent along.
 * @throws AudioFlowError `malformed-data` for a field that is out of range, naming it.
 */
export const encodePacketPayload = (packet: Packet, config: Uint8Array | undefined): Uint8Array => {
  checkRanges(packet);
  const { trimStart = 0, trimEnd = 0, data } = packet;
  const trims = trimStart !== 0 || trimEnd !== 0;
  const changed = packet.config !== config ? packet.config : undefined;
  const configBytes = changed === undefined ? 0 : 2 + changed.length;
  const payload = new Uint8Array(
    FIXED_BYTES + (trims ? TRIM_BYTES : 0) + configBytes + data.length,
  );
  const view = new DataView(payload.buffer);
  payload[0] = PACKET;
  payload[1] = (trims ? HAS_TRIMS : 0) | (changed === undefined ? 0 : HAS_CONFIG);
  view.setBigInt64(2, BigInt(packet.pts));
  view.setUint32(10, packet.duration);
  let at = FIXED_BYTES;
  if (trims) {
    view.setUint32(at, trimStart);
    view.setUint32(at + 4, trimEnd);
    at += TRIM_BYTES;
  }
  if (changed !== undefined) {
    view.setUint16(at, changed.length);
    payload.set(changed, at + 2);
    at += configBytes;
  }
  payload.set(data, at);
  return payload;
};

const malformed = (text: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `ingest: expected a packet, got ${text}`);

/** The packets of one stream, out of payloads: a config holds until another one comes. */
export const createPacketDecoder = (info: IngestInfo): ((payload: Uint8Array) => Packet) => {
  const { codec, sampleRate, channelCount } = info;
  let { config } = info;

  const readConfig = (payload: Uint8Array, view: DataView, at: number): number => {
    const length = at + 2 <= payload.length ? view.getUint16(at) : Infinity;
    if (at + 2 + length > payload.length) throw malformed('a config that is cut off');
    config = new Uint8Array(payload.subarray(at + 2, at + 2 + length));
    return at + 2 + length;
  };

  return (payload) => {
    const [kind, flags = 0] = payload;
    if (kind !== PACKET) throw malformed(`a payload of kind ${kind}`);
    if ((flags & ~(HAS_TRIMS | HAS_CONFIG)) !== 0) throw malformed(`unknown flags ${flags}`);
    const trims = (flags & HAS_TRIMS) !== 0;
    let at = FIXED_BYTES + (trims ? TRIM_BYTES : 0);
    if (payload.length < at) throw malformed(`${payload.length} bytes where its head has ${at}`);
    const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
    const pts = Number(view.getBigInt64(2));
    if (!Number.isSafeInteger(pts)) throw malformed(`a pts of ${pts}`);
    const trimStart = trims ? view.getUint32(FIXED_BYTES) : 0;
    const trimEnd = trims ? view.getUint32(FIXED_BYTES + 4) : 0;
    if ((flags & HAS_CONFIG) !== 0) at = readConfig(payload, view, at);
    if (at === payload.length) throw malformed('one without data');
    return {
      kind: 'packet',
      codec,
      // A copy: the payload may be a view of a large network buffer.
      data: new Uint8Array(payload.subarray(at)),
      sampleRate,
      channelCount,
      pts,
      duration: view.getUint32(10),
      ...(config === undefined ? {} : { config }),
      ...(trimStart === 0 ? {} : { trimStart }),
      ...(trimEnd === 0 ? {} : { trimEnd }),
    };
  };
};
