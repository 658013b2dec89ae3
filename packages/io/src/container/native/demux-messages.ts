import type { ErrorCode } from '@audioflow/core';
import type { NativeFileInfo } from './native-stream-info.js';

/** What the child is asked for: its one argument, as JSON. */
export interface DemuxRequest {
  /** Which of the streams with sound. */
  readonly stream?: number;
  /** How many streams of bytes it is given, on as many pipes, one after the other. */
  readonly streams: number;
}

/** An error that can be sent. */
export interface SentDemuxError {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Records that the child puts among those of a packet log. */
export const DEMUX_RECORD = { info: 0x80, error: 0x81 } as const;

interface SentInfo extends Omit<NativeFileInfo, 'stream' | 'pictures'> {
  readonly stream: Omit<NativeFileInfo['stream'], 'config'> & { readonly config?: string };
  readonly pictures: readonly (Omit<NativeFileInfo['pictures'][number], 'data'> & {
    readonly data: string;
  })[];
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** What is known of a file, as the body of a record. */
export const packInfo = ({ stream, streams, pictures }: NativeFileInfo): Uint8Array => {
  const { config, ...rest } = stream;
  const sent: SentInfo = {
    stream: { ...rest, ...(config === undefined ? {} : { config: base64(config) }) },
    streams,
    pictures: pictures.map(({ data, ...cover }) => ({ ...cover, data: base64(data) })),
  };
  return new TextEncoder().encode(JSON.stringify(sent));
};

/** The way back from {@link packInfo}. */
export const unpackInfo = (body: Uint8Array): NativeFileInfo => {
  const { stream, streams, pictures }: SentInfo = JSON.parse(new TextDecoder().decode(body));
  const { config, ...rest } = stream;
  return {
    stream: { ...rest, ...(config === undefined ? {} : { config: bytesOf(config) }) },
    streams,
    pictures: pictures.map(({ data, ...cover }) => ({ ...cover, data: bytesOf(data) })),
  };
};
