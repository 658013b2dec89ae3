import { nodeModules } from './node-modules.js';

/** Resident memory of another process in MB; undefined where it cannot be read (not on Linux, or gone). */
export const residentMemory = (pid: number | undefined): number | undefined => {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  try {
    const status = nodeModules.fs.readFileSync(`/proc/${pid}/status`, 'latin1');
    const kilobytes = /^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
};
