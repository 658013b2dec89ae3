import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { PRECISION_PROGRAM } from '../fixtures/precision-program.js';

describe('single precision in a Node', () => {
  let program = '';
  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `${PRECISION_PROGRAM}\nconsole.log(JSON.stringify(comparePrecisions()));`,
        resolveDir: import.meta.dirname,
      },
      bundle: true,
      write: false,
      format: 'iife',
      conditions: ['@audioflow/source'],
    });
    program = outputFiles[0]?.text ?? '';
  });

  const runWith = (flags: readonly string[]): Record<string, number> => {
    const args = [...flags, '--input-type=commonjs', '-'];
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      input: program,
      env: { ...process.env, NODE_OPTIONS: '' },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };

  it('with SIMD is near to double precision, and not the same', () => {
    const apart = Object.values(runWith([]));
    expect(apart).toHaveLength(5);
    for (const one of apart) {
      expect(one).toBeGreaterThan(0);
      expect(one).toBeLessThan(2e-5);
    }
  });

  const without = [
    ['WebAssembly', ['--no-expose-wasm']],
    // V8 then takes the processor for one that is too old for SIMD.
    ...(process.arch === 'x64'
      ? [['SIMD', ['--no-enable-sse4-1', '--no-enable-ssse3']] as const]
      : []),
  ] as const;

  it.each(without)('without %s is double precision, to the bit', (_what, flags) => {
    expect(runWith(flags)).toEqual({
      logMelOf: 0,
      mfccOf: 0,
      spectrogramOf: 0,
      stftOf: 0,
      createRealFft: 0,
    });
  });
});
