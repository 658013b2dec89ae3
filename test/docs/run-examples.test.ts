import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExampleOutcome } from './example.types.js';
import { runExamples } from './run-examples.js';

const dir = mkdtempSync(join(tmpdir(), 'audioflow-docs-'));
const sources = {
  good: 'globalThis.printAt(1)(1, { a: 2 }); await null; globalThis.printAt(1)("x");',
  throws: 'export {}; throw new Error("wrong");',
  exits: 'process.exit(3);',
  stray:
    'setTimeout(() => { throw new Error("late"); }); await new Promise((r) => setTimeout(r, 200));',
  leaks: 'import { createServer } from "node:net"; createServer().listen(0);',
  after: 'globalThis.printAt(7)("still here");',
};
const results: Record<string, ExampleOutcome | undefined> = {};

beforeAll(async () => {
  const names = Object.keys(sources);
  for (const [name, code] of Object.entries(sources)) writeFileSync(join(dir, `${name}.mts`), code);
  const outcomes = await runExamples(names.map((name) => join(dir, `${name}.mts`)));
  for (const name of names) results[name] = outcomes.get(join(dir, `${name}.mts`));
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('runExamples', () => {
  it('reports what was printed, by line', () => {
    expect(results['good']).toEqual({
      printed: [
        { line: 1, text: '1 { a: 2 }' },
        { line: 1, text: 'x' },
      ],
    });
  });

  it('reports errors, thrown at once or later', () => {
    expect(results['throws']?.failure).toContain('Error: wrong');
    expect(results['stray']?.failure).toContain('Error: late');
  });

  it('goes on after an example that ends the process', () => {
    expect(results['exits']?.failure).toContain('ended the process (3)');
    expect(results['after']).toEqual({ printed: [{ line: 7, text: 'still here' }] });
  });

  it('reports what is left open', () => {
    expect(results['leaks']?.failure).toBe('leaves a server, socket or process open');
  });
});
