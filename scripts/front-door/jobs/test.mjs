import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printCounts } from '../print-counts.mjs';
import { rootDir } from '../root-dir.mjs';
import { runNode } from '../run-child.mjs';
import { typecheck } from './typecheck.mjs';

const reporter = join(import.meta.dirname, '../count-reporter.mjs');

/** Runs jest and reads the counts that its reporter leaves; a crash before that counts as one failure. */
const runJest = async (args, env) => {
  const dir = await mkdtemp(join(tmpdir(), 'audioflow-test-'));
  const countFile = join(dir, 'counts.json');
  try {
    const { code } = await runNode(
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        join(rootDir, 'node_modules/jest/bin/jest.js'),
        // Before the reporters: jest takes what follows them for more of the kind.
        ...args,
        '--reporters=default',
        `--reporters=${reporter}`,
      ],
      { env: { ...env, AUDIOFLOW_COUNTS: countFile } },
    );
    const text = await readFile(countFile, 'utf8').catch(() => undefined);
    const counts = text === undefined ? { passed: 0, failed: 1, skipped: 0 } : JSON.parse(text);
    return { code, ...counts };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const ignored = (patterns) => patterns.map((pattern) => `--testPathIgnorePatterns=${pattern}`);

/** Playing in real time wants the machine to itself: the browser's tests run after the others. */
const BROWSER = '/test/browser/';
const RUNS = [
  ignored(['/node_modules/', '\\.long\\.test\\.ts$', BROWSER]),
  ['--runInBand', BROWSER],
];

/** All tests and the type tests (one more test); with arguments only jest, with those arguments. */
export const test = async (args) => {
  const results = [];
  if (args.length === 0) {
    const code = await typecheck();
    console.log(`types: ${code === 0 ? 'passed' : 'failed'}`);
    results.push({ code, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
  }
  for (const run of args.length === 0 ? RUNS : [args]) results.push(await runJest(run, {}));
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  printCounts({ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') });
  return results.find(({ code }) => code !== 0)?.code ?? 0;
};

/** The long tests (`*.long.test.ts`) only. */
export const testLong = async (args) => {
  const chosen = args.length > 0 ? args : ['\\.long\\.test\\.ts$', '--passWithNoTests'];
  const { code, ...counts } = await runJest(chosen, { AUDIOFLOW_LONG: '1' });
  printCounts(counts);
  return code;
};
