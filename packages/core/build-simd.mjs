import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('.', import.meta.url));
const target = fileURLToPath(new URL('src/dsp/simd/simd-code.ts', import.meta.url));

const options = [
  ...['--runtime', 'stub', '-O3', '--converge', '--noAssert', '--enable', 'simd'],
  // What the regions of simd-regions.ts need, and not a page more.
  ...['--initialMemory', '64', '--maximumMemory', '64'],
  ...['--disableWarning', '112', '--disableWarning', '201'],
];

/** What simd-code.ts has to hold: the kernels of `wasm`, compiled. */
export const compileSimd = async () => {
  const out = await mkdtemp(join(tmpdir(), 'audioflow-simd-'));
  try {
    const file = join(out, 'simd.wasm');
    const { error, stderr } = await asc.main([
      'wasm/index.ts',
      ...options,
      '--baseDir',
      folder,
      '--outFile',
      file,
    ]);
    if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
    const code = (await readFile(file)).toString('hex');
    return [
      '/** The kernels of packages/core/wasm, compiled. Made by `node packages/core/build-simd.mjs`: do not edit. */',
      'export const SIMD_CODE: string =',
      `  '${code}';`,
      '',
    ].join('\n');
  } finally {
    await rm(out, { recursive: true });
  }
};

/** What simd-code.ts holds. */
export const readSimd = () => readFile(target, 'utf8');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(target, await compileSimd());
}
