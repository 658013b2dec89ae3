import { SAMPLE_TYPES, type SampleType } from '@audioflow/core';
import type { StreamTitle } from './player.types.js';

/** What a broadcaster says before the audio. */
export interface StreamConfig {
  readonly codec: string;
  readonly mime: string;
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Nominal bits per second. */
  readonly bitrate?: number;
  readonly name?: string;
  /** How samples of pcm are packed, little-endian and interleaved. */
  readonly sampleType?: SampleType;
}

/** A text message of a broadcaster. */
export type StreamMessage =
  | { readonly type: 'config'; readonly config: StreamConfig }
  | { readonly type: 'title'; readonly title: StreamTitle }
  | { readonly type: 'end'; readonly reason: string }
  | { readonly type: 'error'; readonly message: string };

const fieldsOf = (text: string): Map<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return value instanceof Object ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
};

const configOf = (fields: Map<string, unknown>): StreamConfig | undefined => {
  const codec = fields.get('codec');
  const mime = fields.get('mime');
  const sampleRate = fields.get('sampleRate');
  const channelCount = fields.get('channelCount');
  const bitrate = fields.get('bitrate');
  const name = fields.get('name');
  const sampleType = SAMPLE_TYPES.find((type) => type === fields.get('sampleType'));
  if (typeof codec !== 'string' || typeof mime !== 'string') return undefined;
  if (typeof sampleRate !== 'number' || typeof channelCount !== 'number') return undefined;
  return {
    codec,
    mime,
    sampleRate,
    channelCount,
    ...(typeof bitrate === 'number' ? { bitrate } : {}),
    ...(typeof name === 'string' ? { name } : {}),
    ...(sampleType === undefined ? {} : { sampleType }),
  };
};

const titleOf = (fields: Map<string, unknown>): StreamTitle | undefined => {
  const title = fields.get('title');
  const url = fields.get('url');
  if (typeof title !== 'string') return undefined;
  return { title, ...(typeof url === 'string' ? { url } : {}) };
};

/** Reads a text message; undefined when it is none that a broadcaster sends. */
export const parseStreamMessage = (text: string): StreamMessage | undefined => {
  const fields = fieldsOf(text);
  const type = fields?.get('type');
  if (fields === undefined) return undefined;
  if (type === 'config') {
    const config = configOf(fields);
    return config && { type, config };
  }
  if (type === 'title') {
    const title = titleOf(fields);
    return title && { type, title };
  }
  if (type === 'end') return { type, reason: String(fields.get('reason') ?? 'complete') };
  if (type === 'error')
    return { type, message: String(fields.get('message') ?? 'no reason given') };
  return undefined;
};
