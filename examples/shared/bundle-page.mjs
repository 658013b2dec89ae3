import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles the page of an example, `page/index.html`, `main.ts` and `style.css`, into its `dist/page`. */
export const bundlePage = async (example) => {
  const fileOf = (path) => fileURLToPath(new URL(path, example));
  await build({
    entryPoints: [fileOf('page/main.ts'), fileOf('page/style.css')],
    outdir: fileOf('dist/page'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    conditions: ['@audioflow/source'],
    logLevel: 'warning',
  });
  await copyFile(fileOf('page/index.html'), fileOf('dist/page/index.html'));
};
