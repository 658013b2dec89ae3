import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = new URL('src/browser/pcm/', import.meta.url);
const target = fileURLToPath(new URL('pcm-worklet-code.ts', folder));

/** What pcm-worklet-code.ts has to hold: the processor and all that it imports, as one script. */
export const bundleWorklet = async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('pcm-processor.ts', folder))],
    bundle: true,
    write: false,
    minify: true,
    charset: 'ascii',
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
  });
  const code = JSON.stringify((outputFiles[0]?.text ?? '').trim())
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'");
  return [
    '/** The processor as a script. Made by `node packages/io/build-worklet.mjs`: do not edit. */',
    'export const PCM_WORKLET_CODE: string =',
    `  '${code}';`,
    '',
  ].join('\n');
};

/** What pcm-worklet-code.ts holds. */
export const readWorklet = () => readFile(target, 'utf8');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(target, await bundleWorklet());
}
