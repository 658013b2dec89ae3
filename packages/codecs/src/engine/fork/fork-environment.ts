import { childEnvironment } from '../child/child-environment.js';

const MMAP_THRESHOLD = 1 << 20;

/**
 * The environment of a forked process. glibc is told to give blocks of 1 MiB and more back when they are freed, as the
 * contexts of FLAC encoders are (2.9 MB): by itself it keeps them from the second one on, in a heap that small blocks
 * cut to pieces, and a process that opens one encoder after another passes its limit of memory without a leak.
 */
export const forkEnvironment = (): NodeJS.ProcessEnv => ({
  MALLOC_MMAP_THRESHOLD_: `${MMAP_THRESHOLD}`,
  ...childEnvironment(),
});
