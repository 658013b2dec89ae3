import { basename } from 'node:path';
import { isAudioFlowError } from '@audioflow/core';
import { SingleBar } from 'cli-progress';
import { type Analysis, analyze } from './analyze.js';
import { parseCli } from './cli-options.js';
import { showTable } from './show-table.js';
import { writeFiles } from './write-files.js';

const BAR = '{name} {bar} {percentage}% {speed} left {eta_formatted}';
const INTERRUPTED = 130;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : `${error}`);

/** Files that are made are named after their inputs: no two of these may have one name. */
const checkNames = (inputs: readonly string[]): void => {
  const taken = new Map<string, string>();
  for (const input of inputs) {
    const other = taken.get(basename(input));
    if (other !== undefined) {
      throw new Error(`expected inputs of different names, got ${other} and ${input}`);
    }
    taken.set(basename(input), input);
  }
};

const main = async (): Promise<number> => {
  const cli = parseCli(process.argv.slice(2));
  checkNames(cli.inputs);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(name, () => stop.abort());
  const { signal } = stop;
  const heard: Analysis[] = [];
  let failed = 0;

  for (const input of cli.inputs) {
    if (signal.aborted) break;
    const began = performance.now();
    const name = basename(input);
    const bar = new SingleBar({ format: BAR, hideCursor: true, stream: process.stderr });
    const onProgress = (seconds: number, of = 0): void => {
      if (cli.json || of <= 0) return;
      const speed = `${((1000 * seconds) / (performance.now() - began)).toFixed(1)}x`.padStart(7);
      const shown = { name: name.slice(0, 24).padEnd(24), speed };
      if (!bar.isActive) bar.start(of, 0, shown);
      bar.update(Math.min(seconds, of), shown);
    };
    try {
      const { analysis, pictures } = await analyze(input, cli, { signal, onProgress });
      const files = new Map<string, Uint8Array | string>(
        [...pictures].map(([what, png]) => [`${name}.${what}.png`, png]),
      );
      files.set(`${name}.json`, `${JSON.stringify(analysis, undefined, 2)}\n`);
      await writeFiles(cli.out, files, signal);
      bar.stop();
      const elapsedSeconds = (performance.now() - began) / 1000;
      if (cli.json)
        console.log(JSON.stringify({ ...analysis, elapsedSeconds, files: [...files.keys()] }));
      heard.push(analysis);
    } catch (error) {
      bar.stop();
      failed++;
      const code = isAudioFlowError(error) ? error.code : 'io';
      if (cli.json)
        console.log(JSON.stringify({ input, error: { code, message: wordsOf(error) } }));
      else if (!signal.aborted) console.error(`${input}: ${wordsOf(error)}`);
    }
  }
  if (!cli.json && heard.length > 0) console.log(showTable(heard).join('\n'));
  if (signal.aborted) return INTERRUPTED;
  return failed > 0 ? 1 : 0;
};

process.exitCode = await main().catch((error: unknown) => {
  console.error(wordsOf(error));
  return 2;
});
