import { bundleScript } from './bundle-script.js';

const PLAYERS = `
  import { createPlayer, MsePlayer, PcmPlayer } from '@audioflow/io/browser';
  Object.assign(globalThis, { createPlayer, MsePlayer, PcmPlayer });`;

const DECODER = `
  import { pcm, PushDecoder } from '@audioflow/codecs/pcm';
  Object.assign(globalThis, { pcm, PushDecoder });`;

/** The players as a script for a page: globals of their names. Fails on any import of Node's. */
export const bundlePlayer = (): Promise<string> => bundleScript(PLAYERS);

/** The players, and the decoder that works without one. */
export const bundlePlayerAndDecoder = (): Promise<string> => bundleScript(`${PLAYERS}${DECODER}`);
