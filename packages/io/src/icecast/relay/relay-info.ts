import { AudioFlowError, type Packet } from '@audioflow/core';
import { infoOfPacket } from '../../tcp/hello.js';
import type { AnswerHead } from '../dial/create-answer-reader.js';
import type { IcecastInfo } from './open-icecast.types.js';

const TYPES: Readonly<Record<string, 'mp3' | 'aac'>> = {
  'audio/aac': 'aac',
  'audio/aacp': 'aac',
  'audio/mp3': 'mp3',
  'audio/mpeg': 'mp3',
  'audio/mpeg3': 'mp3',
  'audio/x-aac': 'aac',
  'audio/x-mp3': 'mp3',
  'audio/x-mpeg': 'mp3',
};

/** A SHOUTcast that says no type sends mp3. */
const contentTypeOf = ({ headers }: AnswerHead): string =>
  (headers.get('content-type') ?? 'audio/mpeg').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** @throws AudioFlowError `unsupported` on a type or an encoding that is not read. */
export const codecOfAnswer = (head: AnswerHead): 'mp3' | 'aac' => {
  const type = contentTypeOf(head);
  const codec = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  const encoding = head.headers.get('content-encoding') ?? 'identity';
  if (codec !== undefined && encoding === 'identity') return codec;
  const came = codec === undefined ? type : `content-encoding ${encoding}`;
  throw new AudioFlowError(
    'unsupported',
    `openIcecast: expected audio/mpeg or audio/aac, got ${JSON.stringify(came.slice(0, 100))}: name the address of the stream itself, no playlist or page`,
    { details: { retry: false } },
  );
};

/** Bytes of audio between two blocks of metadata; 0 where there are none. Read as players do. */
export const metaintOfAnswer = ({ headers }: AnswerHead): number => {
  const value = Number.parseInt(headers.get('icy-metaint') ?? '', 10);
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
};

/** Bits per second, of `icy-br: 128`, `128, 128` or `ice-audio-info: bitrate=128`. */
const bitrateOf = ({ headers }: AnswerHead): number | undefined => {
  const stated = headers.get('icy-br') ?? headers.get('ice-bitrate');
  const inInfo = /(?:^|[;\s])(?:ice-)?bitrate=(\d+)/.exec(headers.get('ice-audio-info') ?? '')?.[1];
  const kilobits = Number.parseInt(stated ?? inInfo ?? '', 10);
  if (!(kilobits > 0) || kilobits > 1e9) return undefined;
  // Some sources say it in bits.
  return kilobits > 5000 ? kilobits : kilobits * 1000;
};

/** What the head of the answer and the first packet tell of a stream. */
export const relayInfo = (head: AnswerHead, packet: Packet): IcecastInfo => {
  const { headers } = head;
  const text = (key: string): string | undefined => {
    const value = headers.get(`icy-${key}`) ?? headers.get(`ice-${key}`);
    return value === undefined || value === '' ? undefined : value;
  };
  const facts = {
    name: text('name'),
    description: text('description'),
    genre: text('genre'),
    url: text('url'),
  };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return {
    ...infoOfPacket(packet, bitrateOf(head)),
    codec: codecOfAnswer(head),
    contentType: contentTypeOf(head),
    ...Object.fromEntries(known),
  };
};
