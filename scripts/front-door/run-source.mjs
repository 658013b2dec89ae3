import { rootDir } from './root-dir.mjs';
import { runNode } from './run-child.mjs';

/** Runs a TypeScript file from source: packages come from their `src`, not from `dist`. */
export const runSource = (file, args, { cwd = rootDir, ...options } = {}) =>
  runNode(
    ['--conditions=@audioflow/source', `--import=${import.meta.resolve('tsx')}`, file, ...args],
    { ...options, cwd },
  );
