import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExampleOutcome } from './example.types.js';

interface Report {
  readonly file: string;
  readonly outcome: ExampleOutcome;
}

const isReport = (message: unknown): message is Report =>
  typeof message === 'object' && message !== null && 'file' in message && 'outcome' in message;

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const childFile = join(import.meta.dirname, 'example-child.ts');

/** Runs files until all are done or the process ends; the one that ended it has failed. */
const runInOneProcess = (
  files: readonly string[],
  cwd: string,
): Promise<Map<string, ExampleOutcome>> =>
  new Promise((resolve, reject) => {
    const outcomes = new Map<string, ExampleOutcome>();
    const child = spawn(
      process.execPath,
      ['--conditions=@audioflow/source', `--import=${tsx}`, childFile, ...files],
      {
        cwd,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    const noise: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => noise.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => noise.push(chunk));
    child.on('message', (message) => {
      if (isReport(message)) outcomes.set(message.file, message.outcome);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const culprit = files[outcomes.size];
      if (culprit !== undefined) {
        const failure = `ended the process (${signal ?? code})\n${Buffer.concat(noise).toString()}`;
        outcomes.set(culprit, { printed: [], failure });
      }
      resolve(outcomes);
    });
  });

/**
 * Runs example files in as few processes as possible: a new one only after one was brought down.
 * They stand in an empty folder, which is removed with all that they have written there.
 */
export const runExamples = async (
  files: readonly string[],
): Promise<Map<string, ExampleOutcome>> => {
  const outcomes = new Map<string, ExampleOutcome>();
  const cwd = await mkdtemp(join(tmpdir(), 'audioflow-examples-'));
  while (outcomes.size < files.length) {
    const left = files.slice(outcomes.size);
    for (const [file, outcome] of await runInOneProcess(left, cwd)) outcomes.set(file, outcome);
  }
  await rm(cwd, { recursive: true });
  return outcomes;
};
