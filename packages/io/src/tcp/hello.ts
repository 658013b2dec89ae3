import { AudioFlowError, type Packet } from '@audioflow/core';
import * as z from 'zod';

/** The version of the protocol that hello and welcome name. */
export const PROTOCOL_VERSION = 2;

/** What a sender says of its stream. */
export interface IngestInfo {
  readonly codec: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Bits per second, as the sender states it. */
  readonly bitrate?: number;
  /** Codec configuration, as packets carry it. */
  readonly config?: Uint8Array;
}

/** The first frame of a sender. */
export interface Hello {
  readonly stream: string;
  readonly token?: string | undefined;
  readonly info: IngestInfo;
}

const MAX_CONFIG_TEXT = 16_384;

const schema = z.object({
  audioflow: z.literal(PROTOCOL_VERSION, `expected version ${PROTOCOL_VERSION}`),
  stream: z.string().regex(/^[\w.:-]{1,128}$/, 'expected 1 to 128 of A-Z a-z 0-9 _ . : -'),
  token: z.string().max(1024).optional(),
  codec: z.string().regex(/^[\w-]{1,32}$/, 'expected a codec name'),
  sampleRate: z.int().min(1).max(768_000),
  channelCount: z.int().min(1).max(256),
  bitrate: z.number().positive().optional(),
  config: z.base64().max(MAX_CONFIG_TEXT).optional(),
});

const malformed = (text: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `ingest: expected a hello as JSON, got ${text}`);

const parseJson = (payload: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    throw malformed('bytes that are no JSON');
  }
};

/** Whether a first payload is meant as a hello: no elementary stream begins with a brace. */
export const isHello = (payload: Uint8Array): boolean => payload[0] === 0x7b;

/** @throws AudioFlowError `malformed-data`, naming the field. */
export const parseHello = (payload: Uint8Array): Hello => {
  const result = schema.safeParse(parseJson(payload));
  if (!result.success) {
    const issues = result.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
    throw malformed(`one with ${issues.join('; ')}`);
  }
  const { stream, token, codec, sampleRate, channelCount, bitrate, config } = result.data;
  const info = {
    codec,
    sampleRate,
    channelCount,
    ...(bitrate === undefined ? {} : { bitrate }),
    ...(config === undefined ? {} : { config: new Uint8Array(Buffer.from(config, 'base64')) }),
  };
  return { stream, info, ...(token === undefined ? {} : { token }) };
};

/** The payload of a hello. */
export const encodeHello = ({ stream, token, info }: Hello): Uint8Array => {
  const { codec, sampleRate, channelCount, bitrate, config } = info;
  const text = JSON.stringify({
    audioflow: PROTOCOL_VERSION,
    stream,
    token,
    codec,
    sampleRate,
    channelCount,
    bitrate,
    config: config === undefined ? undefined : Buffer.from(config).toString('base64'),
  });
  return new TextEncoder().encode(text);
};

/** What a packet tells of its stream. */
export const infoOfPacket = (packet: Packet, bitrate?: number): IngestInfo => ({
  codec: packet.codec,
  sampleRate: packet.sampleRate,
  channelCount: packet.channelCount,
  ...(bitrate === undefined ? {} : { bitrate }),
  ...(packet.config === undefined ? {} : { config: packet.config }),
});
