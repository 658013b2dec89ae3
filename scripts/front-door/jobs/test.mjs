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
        '--reporters=default',
        `--reporters=${reporter}`,
        ...args,
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

/** All tests and the type tests (one more test); with arguments only jest, with those arguments. */
export const test = async (args) => {
  const types = args.length === 0 ? await typecheck() : undefined;
  if (types !== undefined) console.log(`types: ${types === 0 ? 'passed' : 'failed'}`);
  const { code, passed, failed, skipped } = await runJest(args, {});
  printCounts({
    passed: passed + (types === 0 ? 1 : 0),
    failed: failed + ((types ?? 0) === 0 ? 0 : 1),
    skipped,
  });
  return code !== 0 ? code : (types ?? 0);
};

/** The long tests (`*.long.test.ts`) only. */
export const testLong = async (args) => {
  const chosen = args.length > 0 ? args : ['\\.long\\.test\\.ts$', '--passWithNoTests'];
  const { code, ...counts } = await runJest(chosen, { AUDIOFLOW_LONG: '1' });
  printCounts(counts);
  return code;
};
