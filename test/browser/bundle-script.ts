import { build } from 'esbuild';

/** A script for a page, bundled from source. Fails on any import of Node's. */
export const bundleScript = async (
  contents: string,
  format: 'esm' | 'iife' = 'esm',
): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    minify: true,
    format,
    platform: 'browser',
    target: 'es2022',
    conditions: ['@audioflow/source'],
  });
  return outputFiles[0]?.text ?? '';
};
