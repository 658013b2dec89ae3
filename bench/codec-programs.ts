import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { measureProcess, type ProcessRun } from './harness.js';

/** Runs one of `programs/` on the packages as they are published. */
export const runProgram = (
  name: string,
  args: readonly string[],
  nodeArgs: readonly string[] = [],
): Promise<ProcessRun> =>
  measureProcess({
    file: process.execPath,
    args: [...nodeArgs, fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url)), ...args],
  });

/** The module form of rxjs, which can be bundled in part; `import 'rxjs'` is CommonJS in Node. */
const RXJS = fileURLToPath(import.meta.resolve('rxjs')).replace('/cjs/', '/esm/');

/**
 * Our programs, each bundled by itself, as services are deployed: loading hundreds of small modules costs a fifth of a
 * second that says nothing about codecs. node-av's native part stays where it is. Unbundled ones are told beside.
 *
 * @returns The folder that they are in.
 */
export const bundlePrograms = async (names: readonly string[]): Promise<string> => {
  const folder = fileURLToPath(new URL('../node_modules/.cache/audioflow-bench', import.meta.url));
  for (const name of names) {
    await build({
      entryPoints: [fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url))],
      outdir: join(folder, name),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      conditions: ['@audioflow/source'],
      alias: { rxjs: RXJS },
      logLevel: 'error',
    });
  }
  return folder;
};

/** Runs a program that has been bundled into a folder. */
export const runBundled = (
  folder: string,
  name: string,
  args: readonly string[],
): Promise<ProcessRun> =>
  measureProcess({ file: process.execPath, args: [join(folder, name, `${name}.mjs`), ...args] });

/** Runs the ffmpeg command line with arguments that have no spaces in them. */
export const runFfmpeg = (args: string): Promise<ProcessRun> =>
  measureProcess({ file: 'ffmpeg', args: `-nostdin -v error -y ${args}`.split(' ') });

/** The numbers that a program has printed as JSON. */
export const printedNumbers = ({ stdout }: ProcessRun): number[] => {
  const parsed: unknown = JSON.parse(stdout);
  return Array.isArray(parsed) ? parsed.map(Number) : [];
};
