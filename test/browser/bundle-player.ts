import { build } from 'esbuild';

const PLAYERS = `
  import { createPlayer, MsePlayer, PcmPlayer } from '@audioflow/io/browser';
  Object.assign(globalThis, { createPlayer, MsePlayer, PcmPlayer });`;

const DECODER = `
  import { pcm, PushDecoder } from '@audioflow/codecs/pcm';
  Object.assign(globalThis, { pcm, PushDecoder });`;

const bundle = async (contents: string): Promise<string> => {
  const result = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@audioflow/source'],
  });
  return result.outputFiles[0]?.text ?? '';
};

/** The players as a script for a page: globals of their names. Fails on any import of Node's. */
export const bundlePlayer = (): Promise<string> => bundle(PLAYERS);

/** The players, and the decoder that works without one. */
export const bundlePlayerAndDecoder = (): Promise<string> => bundle(`${PLAYERS}${DECODER}`);
