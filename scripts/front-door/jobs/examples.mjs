import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootDir } from '../root-dir.mjs';
import { runSource } from '../run-source.mjs';

const examplesDir = join(rootDir, 'examples');

const readManifest = async (name) =>
  JSON.parse(await readFile(join(examplesDir, name, 'package.json'), 'utf8'));

/** All but what they have in common. */
const exampleNames = async () => {
  const entries = await readdir(examplesDir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map((entry) => entry.name)
    .sort();
};

/** Runs one example as its manifest says: `"audioflow": { "run": ["src/main.ts", "--flag"] }`. */
const runExample = async (name) => {
  const [file, ...args] = (await readManifest(name)).audioflow?.run ?? [];
  if (file === undefined) {
    console.error(`examples/${name}/package.json lacks "audioflow": { "run": ["<file>"] }`);
    return 1;
  }
  const cwd = join(examplesDir, name);
  return (await runSource(join(cwd, file), args, { cwd })).code;
};

/** Runs all examples, or those named, each to its end; fails if one fails. */
export const examples = async (args) => {
  const failed = [];
  for (const name of args.length > 0 ? args : await exampleNames()) {
    const start = performance.now();
    console.log(`--- ${name}`);
    if ((await runExample(name)) !== 0) failed.push(name);
    console.log(`    ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`);
  return failed.length > 0 ? 1 : 0;
};
