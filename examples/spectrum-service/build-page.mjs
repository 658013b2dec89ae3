import { copyFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const from = new URL('page/', import.meta.url);
const to = new URL('dist/page/', import.meta.url);

/** Bundles the page into dist/page. */
export const buildPage = async () => {
  await mkdir(to, { recursive: true });
  await build({
    entryPoints: [fileURLToPath(new URL('main.ts', from))],
    outfile: fileURLToPath(new URL('main.js', to)),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    conditions: ['@audioflow/source'],
    logLevel: 'warning',
  });
  for (const file of ['index.html', 'style.css']) {
    await copyFile(new URL(file, from), new URL(file, to));
  }
};
