import { afterEach, describe, expect, it } from '@jest/globals';
import { forkEnvironment } from './fork-environment.js';

const NAMES = ['NODE_OPTIONS', 'MALLOC_MMAP_THRESHOLD_'] as const;

describe('forkEnvironment', () => {
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it('leaves out the debugger, whose port is taken', () => {
    process.env['NODE_OPTIONS'] = '--inspect=9229 --enable-source-maps';
    expect(forkEnvironment()['NODE_OPTIONS']).toBe('--enable-source-maps');
  });

  it('has large blocks given back, unless the program has its own mind about it', () => {
    delete process.env['MALLOC_MMAP_THRESHOLD_'];
    expect(forkEnvironment()['MALLOC_MMAP_THRESHOLD_']).toBe('1048576');
    process.env['MALLOC_MMAP_THRESHOLD_'] = '4096';
    expect(forkEnvironment()['MALLOC_MMAP_THRESHOLD_']).toBe('4096');
  });
});
