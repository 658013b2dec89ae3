import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listFiles } from '../repository/list-files.js';
import { rootDir } from '../repository/root-dir.js';
import type { DocExample, ExampleOutcome } from './example.types.js';
import { findMismatches } from './expectations.js';
import { extractDocblockExamples, extractMarkdownExamples } from './extract-examples.js';
import { type Complaint, extractTo } from './extracted-folder.js';
import { runExamples } from './run-examples.js';

const extract = (file: string): DocExample[] => {
  const text = (): string => readFileSync(join(rootDir, file), 'utf8');
  if (file.endsWith('.md')) return extractMarkdownExamples(file, text());
  const isSource = /^packages\/[^/]+\/src\/.*\.ts$/.test(file) && !/\.test(-d)?\.ts$/.test(file);
  return isSource ? extractDocblockExamples(file, text()) : [];
};

const examples = listFiles().flatMap(extract);
const folder = extractTo(join(import.meta.dirname, '.extracted', String(process.pid)), examples);
let outcomes = new Map<string, ExampleOutcome>();
let complaints: Complaint[] = [];

beforeAll(async () => {
  complaints = folder.check();
  outcomes = await runExamples(folder.runnable);
}, 300_000);

afterAll(() => folder.remove());

describe('documentation', () => {
  it('has examples, and nothing but examples is compiled', () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(complaints.filter(({ file }) => file === undefined)).toEqual([]);
  });

  it.each(
    examples.map((example, index) => ({ ...example, run: folder.runnable[index] })),
  )('$file:$line compiles, runs and prints what it says', ({ code, run = '' }) => {
    const outcome = outcomes.get(run) ?? { printed: [], failure: 'did not run' };
    const compiled = complaints.filter(({ file }) => file === run).map(({ text }) => text);
    expect([...compiled, ...findMismatches(code, outcome)]).toEqual([]);
  });
});
