import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packages } from '../repository/packages.js';
import { rootDir } from '../repository/root-dir.js';
import { readPublicSymbols } from './public-symbols.js';

const rxjsDir = dirname(createRequire(import.meta.url).resolve('rxjs/package.json'));
const rxjsFiles = ['index.d.ts', 'operators/index.d.ts'].map((file) =>
  join(rxjsDir, 'dist/types', file),
);
const entries = packages.flatMap((pkg) =>
  [...pkg.entries].map(([name, file]) => ({ name, file: join(rootDir, file) })),
);
const symbols = readPublicSymbols([...entries.map(({ file }) => file), ...rxjsFiles]);
const rxjsNames = new Set(
  rxjsFiles.flatMap((file) => (symbols.get(file) ?? []).map(({ name }) => name)),
);

describe('rxjs', () => {
  it('is read', () => {
    expect([...rxjsNames]).toEqual(expect.arrayContaining(['Observable', 'share', 'delay', 'tap']));
  });
});

describe.each(entries)('$name', ({ file }) => {
  const exported = symbols.get(file) ?? [];
  const names = (filter: (symbol: (typeof exported)[number]) => boolean): string[] =>
    exported.filter(filter).map(({ name }) => name);

  it('exports something', () => {
    expect(exported).not.toEqual([]);
  });

  it('says of everything what it is', () => {
    expect(names(({ documentation }) => !/^\S.*[.:]/s.test(documentation))).toEqual([]);
  });

  it('shows every function and class by example', () => {
    expect(names(({ callable, hasExample }) => callable && !hasExample)).toEqual([]);
  });

  it('has no name of rxjs and no default export', () => {
    expect(names(({ name }) => rxjsNames.has(name) || name === 'default')).toEqual([]);
  });
});
