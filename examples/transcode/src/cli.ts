import { realpath, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { isAudioFlowError } from '@audioflow/core';
import { MultiBar, type SingleBar } from 'cli-progress';
import { from, lastValueFrom, mergeMap } from 'rxjs';
import { type CliOptions, parseCli } from './cli-options.js';
import { CODECS, type Job, type Outcome, transcode } from './transcode.js';

const BAR = '{name} {bar} {percentage}% {speed} left {left}';
const INTERRUPTED = 130;

const realPath = (path: string): Promise<string> => realpath(path).catch(() => resolve(path));

/** What to make of what. */
const jobsOf = async ({ inputs, target, format }: CliOptions): Promise<Job[]> => {
  const folder = await stat(target).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!folder && inputs.length > 1) {
    throw new Error(`expected a folder that exists for ${inputs.length} inputs, got ${target}`);
  }
  const extension = format?.replace(/^\./, '');
  const jobs = inputs.map((input) => {
    const name = basename(input, extname(input));
    const kind = extension ?? extname(input).slice(1);
    return { input, output: folder ? join(target, `${name}.${kind}`) : target };
  });
  // Links lead to files, too: none of those that are read may be written.
  const read = new Set(await Promise.all(inputs.map(realPath)));
  const written = new Set<string>();
  for (const { input, output } of jobs) {
    const path = await realPath(output);
    if (read.has(path)) throw new Error(`${output}: would overwrite an input`);
    if (written.has(path))
      throw new Error(`${input}: would overwrite the ${output} of another input`);
    written.add(path);
  }
  return jobs;
};

/** Minutes and seconds. */
const clock = (seconds: number): string => {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${`${whole % 60}`.padStart(2, '0')}`;
};

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : `${error}`);

const main = async (): Promise<number> => {
  const cli = parseCli(process.argv.slice(2), CODECS.ids);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(name, () => stop.abort());
  // Nobody reads on, as behind a pipe to head: what is half done goes.
  process.stdout.on('error', () => stop.abort());
  const options = { format: BAR, hideCursor: true, stream: process.stderr };
  const bars = cli.json ? undefined : new MultiBar(options);
  const say = (line: string): void => {
    // Above the bars, where there are any.
    if (process.stderr.isTTY && bars !== undefined) bars.log(`${line}\n`);
    else process.stdout.write(`${line}\n`);
  };
  const complain = (line: string): void => {
    if (process.stderr.isTTY && bars !== undefined) bars.log(`${line}\n`);
    else process.stderr.write(`${line}\n`);
  };
  let failed = 0;

  const convert = async (job: Job): Promise<void> => {
    const began = performance.now();
    const name = basename(job.input).slice(0, 24).padEnd(24);
    let bar: SingleBar | undefined;
    const onProgress = (seconds: number, of = 0): void => {
      if (bars === undefined || of <= 0 || seconds <= 0) return;
      const elapsed = (performance.now() - began) / 1000;
      const speed = `${(seconds / elapsed).toFixed(1)}x`.padStart(7);
      const left = clock((elapsed / seconds) * Math.max(0, of - seconds));
      bar ??= bars.create(of, 0, { name, speed, left });
      bar.update(Math.min(seconds, of), { name, speed, left });
    };
    const show = (outcome: Outcome): string =>
      `${outcome.output}: ${outcome.seconds.toFixed(2)} s, ${outcome.sampleRate} Hz, ${outcome.channelCount} ch, ${outcome.gainDb.toFixed(1)} dB`;
    try {
      const outcome = await transcode(job, cli, { signal: stop.signal, onProgress });
      const elapsedSeconds = (performance.now() - began) / 1000;
      say(cli.json ? JSON.stringify({ ...outcome, elapsedSeconds }) : show(outcome));
    } catch (error) {
      failed++;
      const code = isAudioFlowError(error) ? error.code : 'io';
      if (cli.json) say(JSON.stringify({ ...job, error: { code, message: wordsOf(error) } }));
      else if (!stop.signal.aborted) complain(`${job.input}: ${wordsOf(error)}`);
    }
    bar?.stop();
  };

  const jobs = await jobsOf(cli);
  await lastValueFrom(from(jobs).pipe(mergeMap(convert, cli.jobs)));
  bars?.stop();
  if (stop.signal.aborted) return INTERRUPTED;
  return failed > 0 ? 1 : 0;
};

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${wordsOf(error)}\n`);
  return 2;
});
