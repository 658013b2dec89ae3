import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A Python process that does one job after the other. */
export interface NumpyPeer {
  readonly version: string;
  /** Milliseconds that a job took, measured over there. */
  run(job: string): Promise<number>;
  close(): void;
}

const program = fileURLToPath(new URL('./programs/numpy-mel.py', import.meta.url));

/** Starts the peer on one thread; undefined where there is no Python with numpy. */
export const startNumpy = async (): Promise<NumpyPeer | undefined> => {
  const python = process.env['PYTHON'] ?? 'python3';
  const one = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  const child = spawn(python, [program], {
    env: { ...process.env, ...one },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<undefined>((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('close', () => resolve(undefined));
  });
  const next = async (): Promise<string | undefined> => {
    const answer = await Promise.race([lines.next(), ended]);
    return answer?.done === false ? answer.value : undefined;
  };
  const hello = await next();
  if (hello === undefined) return undefined;
  return {
    version: hello.replace('ready ', ''),
    run: async (job) => {
      child.stdin.write(`${job}\n`);
      const answer = await next();
      if (answer === undefined) throw new Error(`numpy ended at the job ${job}`);
      return Number(answer);
    },
    close: () => child.stdin.end(),
  };
};
