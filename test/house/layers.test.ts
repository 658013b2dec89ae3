import { describe, expect, it } from '@jest/globals';
import { listFiles } from '../repository/list-files.js';
import { packages } from '../repository/packages.js';
import { readImports } from '../repository/read-imports.js';
import { checkImport } from './layers.js';

const isSource = (file: string): boolean =>
  /\/src\/.*\.ts$/.test(file) && !/\.test(-d)?\.ts$/.test(file) && !file.includes('/fixtures/');

describe('layers', () => {
  it.each(packages.map(({ folder }) => folder))('%s imports only what is below', (folder) => {
    const wrong = listFiles(`packages/${folder}`)
      .filter(isSource)
      .flatMap((file) =>
        readImports(file).flatMap((specifier) => {
          const fault = checkImport(file, specifier);
          return fault === undefined ? [] : [`${file}: ${fault}`];
        }),
      );
    expect(wrong).toEqual([]);
  });
});

describe('checkImport', () => {
  const fault = (file: string, specifier: string): string | undefined =>
    checkImport(`packages/${file}`, specifier);

  it('lets a folder of core import itself and what is below', () => {
    expect(fault('core/src/flow/run.ts', './settle.js')).toBeUndefined();
    expect(fault('core/src/flow/run.ts', '../signal/index.js')).toBeUndefined();
    expect(fault('core/src/index.ts', './flow/index.js')).toBeUndefined();
  });

  it('stops upward and sideways imports', () => {
    expect(fault('core/src/signal/a.ts', '../flow/index.js')).toContain('not below');
    expect(fault('core/src/codec/deep/a.ts', '../../source/index.js')).toContain('not below');
  });

  it('stops imports that leave the package, and packages that are not below', () => {
    expect(fault('io/src/a.ts', '../../core/src/index.js')).toContain('leaves the package');
    expect(fault('codecs/src/a.ts', '@audioflow/io')).toContain('must not import');
    expect(fault('io/src/a.ts', '@audioflow/codecs')).toBeUndefined();
  });

  it('keeps streams out of payloads and kernels', () => {
    expect(fault('core/src/dsp/a.ts', 'rxjs')).toContain('rxjs');
    expect(fault('core/src/flow/a.ts', 'rxjs')).toBeUndefined();
  });
});
