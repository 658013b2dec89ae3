import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { encodeIcyBlock } from '../icy/index.js';
import type { BroadcastTitle } from './broadcast.types.js';
import { webSocketMessage } from './web-socket-message.js';

/** What is playing, as it goes over the wire: made once for all listeners. */
export interface StreamTitle {
  readonly title: string;
  readonly url?: string;
  /** For HTTP listeners that asked for metadata. */
  readonly icyBlock: Uint8Array;
  /** For WebSocket listeners. */
  readonly message: Uint8Array;
}

const schema = z.strictObject({
  title: z.string().max(4096),
  url: z.string().max(4096).optional(),
});

/**
 * Checks a title and makes its forms.
 *
 * @throws AudioFlowError `invalid-option`.
 */
export const createStreamTitle = (given: BroadcastTitle | string): StreamTitle => {
  const words = typeof given === 'string' ? { title: given } : given;
  const { title, url } = checkOptions('setTitle', schema, words);
  const said = { title, ...(url === undefined ? {} : { url }) };
  const text = Buffer.from(JSON.stringify({ type: 'title', ...said }));
  return {
    ...said,
    icyBlock: encodeIcyBlock(said),
    message: webSocketMessage('text', [text]).message,
  };
};
