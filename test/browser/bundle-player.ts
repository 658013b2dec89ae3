import { build } from 'esbuild';

/** The players as a script for a page: globals of their names. Fails on any import of Node's. */
export const bundlePlayer = async (): Promise<string> => {
  const result = await build({
    stdin: {
      contents: `
        import { createPlayer, MsePlayer, PcmPlayer } from '@audioflow/io/browser';
        import { pcm, PushDecoder } from '@audioflow/codecs/pcm';
        Object.assign(globalThis, { createPlayer, MsePlayer, PcmPlayer, pcm, PushDecoder });`,
      resolveDir: import.meta.dirname,
    },
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
