import { build } from 'esbuild';

/** The player as a script for a page: `MsePlayer` becomes a global. Fails on any import of Node's. */
export const bundlePlayer = async (): Promise<string> => {
  const result = await build({
    stdin: {
      contents: `import { MsePlayer } from '@audioflow/io/browser'; globalThis.MsePlayer = MsePlayer;`,
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
