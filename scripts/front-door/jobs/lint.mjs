import { join } from 'node:path';
import { rootDir } from '../root-dir.mjs';
import { runNode } from '../run-child.mjs';

const biome = async (args) =>
  (await runNode([join(rootDir, 'node_modules/@biomejs/biome/bin/biome'), 'check', ...args])).code;

/** Format, imports and lint rules; a warning is a failure. */
export const lint = (args) => biome(['--error-on-warnings', ...args]);

/** The same, mending what can be mended. */
export const format = (args) => biome(['--write', ...args]);
