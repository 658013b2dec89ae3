import { join } from 'node:path';
import { rootDir } from './root-dir.mjs';
import { step } from './step.mjs';

/** Builds what has changed since the last build; turbo keeps the rest. */
export const ensureBuilt = () =>
  step('Building', [
    join(rootDir, 'node_modules/turbo/bin/turbo'),
    'run',
    'build',
    '--output-logs=errors-only',
    '--no-update-notifier',
  ]);
