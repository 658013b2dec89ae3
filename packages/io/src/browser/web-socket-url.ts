import { AudioFlowError } from '@audioflow/core';

/**
 * The address of a WebSocket: absolute, or relative to `base`; `http` and `https` become `ws` and `wss`, so
 * that a page served over TLS never asks for a plain connection.
 *
 * @throws AudioFlowError `invalid-option`.
 */
export const webSocketUrl = (url: string, base: string): string => {
  const resolved = URL.canParse(url, base) ? new URL(url, base).href.replace(/^http/, 'ws') : '';
  if (/^wss?:\/\//.test(resolved)) return resolved;
  throw new AudioFlowError(
    'invalid-option',
    `player: url: expected the address of a WebSocket such as "/ws", got ${JSON.stringify(url)}`,
  );
};
