import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What one run of a program took. */
export interface ProcessRun {
  readonly wallSeconds: number;
  /** User and system time of the program and of all that it started. */
  readonly cpuSeconds: number;
  /** The most memory that the program itself had at once, in MB. */
  readonly peakMb: number;
  readonly stdout: string;
}

/** A command line. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

const WATCH_MS = 50;

/** The most resident memory that the one child of a shell has had so far, in MB; 0 where Linux does not tell. */
const peakOfChild = (shell: number | undefined): number => {
  try {
    const child = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim();
    const status = readFileSync(`/proc/${child}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

/**
 * Runs a program to its end and measures it with the shell's `time`, which counts children too.
 *
 * @throws Error when the program fails, with the end of what it wrote to stderr.
 */
export const measureProcess = async ({ file, args }: Command): Promise<ProcessRun> => {
  const script = 'TIMEFORMAT="audioflow-time %R %U %S"; time "$@"';
  const child = spawn('bash', ['-c', script, 'bash', file, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, peakOfChild(child.pid));
  }, WATCH_MS);
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => clearInterval(watch));
  const times = /audioflow-time ([\d.]+) ([\d.]+) ([\d.]+)/.exec(stderr);
  if (code !== 0 || times === null) {
    throw new Error(`${file} ${args.join(' ')}: exit code ${code}: ${stderr.slice(-500)}`);
  }
  const [wall = 0, user = 0, system = 0] = times.slice(1).map(Number);
  return { wallSeconds: wall, cpuSeconds: user + system, peakMb, stdout };
};

/** The middle of some numbers. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
};

/** The value below which a share of some numbers lies. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? Number.NaN;
};

/** The slope of the straight line through some points, by least squares. */
export const slope = (points: readonly (readonly [x: number, y: number])[]): number => {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return over / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
};

/** The order of a round, shuffled but the same in each run of the benchmark. */
const shuffled = <T>(items: readonly T[], round: number): readonly T[] => {
  let state = (round + 1) * 7919;
  const keyed = items.map((item) => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return { item, key: state };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
};

/** Runs each variant once a round, in changing order, so that a slow moment of the machine hits all. */
export const interleave = async <N extends string, R>(
  variants: Readonly<Record<N, () => Promise<R>>>,
  rounds: number,
): Promise<Readonly<Record<N, R[]>>> => {
  const names = Object.keys(variants).filter((name): name is N => name in variants);
  const results = Object.fromEntries(names.map((name) => [name, [] as R[]])) as Record<N, R[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of shuffled(names, round)) results[name].push(await variants[name]());
  }
  return results;
};

/** A figure that must keep to a limit. */
export type Goal = {
  readonly name: string;
  readonly value: number;
  readonly unit?: string;
} & (
  | {
      /** The largest value that passes. */
      readonly atMost: number;
    }
  | {
      /** The smallest value that passes. */
      readonly atLeast: number;
    }
);

/** What a benchmark is given. */
export interface BenchContext {
  /** Shorter input and fewer rounds: figures are noisier, goals are the same. */
  readonly quick: boolean;
  /** Rounds, where others than usual are asked for. */
  readonly rounds?: number;
  /** How long something is watched, where that is asked for. */
  readonly seconds?: number;
  /** Prints a line. */
  say(line: string): void;
  /** Prints raw figures and their median. */
  figures(name: string, values: readonly number[], unit: string): void;
  /** Judges a figure. */
  goal(goal: Goal): void;
}

/** A benchmark: it measures, says what it found, and judges its goals. */
export type Benchmark = (context: BenchContext) => Promise<void>;

/** A benchmark that can be named, loaded when it is run. */
export interface BenchmarkEntry {
  /** What it measures, for the list of names. */
  readonly about: string;
  /** Another one that does the same and more: only that one is run where none is named. */
  readonly partOf?: string;
  load(): Promise<Benchmark>;
}

/** Benchmarks by name. */
export type BenchmarkTable = Readonly<Record<string, BenchmarkEntry>>;

const round3 = (value: number): string => value.toFixed(3).replace(/\.?0+$/, '');

/** Which benchmarks are run, and how. */
export interface BenchRun extends Pick<BenchContext, 'quick' | 'rounds' | 'seconds'> {
  readonly names: readonly string[];
}

/** Runs benchmarks by name and answers the exit code: 1 when a goal is missed or a benchmark fails. */
export const runBenchmarks = async (
  benchmarks: BenchmarkTable,
  { names, ...settings }: BenchRun,
): Promise<number> => {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const goals: Goal[] = [];
  const context: BenchContext = {
    ...settings,
    say,
    figures: (name, values, unit) => {
      const raw = values.map(round3).join(' ');
      say(`  ${name}: median ${round3(median(values))} ${unit} (raw: ${raw})`);
    },
    goal: (goal) => {
      goals.push(goal);
    },
  };
  let failed = false;
  say(
    `node ${process.version}, ${process.platform}-${process.arch}${settings.quick ? ', quick' : ''}`,
  );
  for (const name of names) {
    say(`\n${name}`);
    try {
      const benchmark = await benchmarks[name]?.load();
      await benchmark?.(context);
    } catch (error) {
      failed = true;
      say(`  failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  say('\ngoals');
  for (const goal of goals) {
    const { name, value, unit = '' } = goal;
    const isMost = 'atMost' in goal;
    const limit = isMost ? goal.atMost : goal.atLeast;
    const met = isMost ? value <= limit : value >= limit;
    failed ||= !met;
    const figures = `${round3(value)} ${unit}`.trim();
    const bound = `${isMost ? 'at most' : 'at least'} ${round3(limit)}`;
    say(`  ${met ? 'met   ' : 'MISSED'} ${name}: ${figures}, ${bound}`);
  }
  return failed ? 1 : 0;
};
