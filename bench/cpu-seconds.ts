import { readFile } from 'node:fs/promises';

/** User and system time of a process so far, in seconds (proc(5): fields 14 and 15, in ticks of 10 ms). */
export const cpuSeconds = async (pid: number): Promise<number> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
