import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { packages } from '../repository/packages.js';
import { type ConsumerProject, commandOf, createConsumerProject } from './consumer-project.js';

const entries = packages.flatMap((pkg) => [...pkg.entries.keys()]);
let project: ConsumerProject;

beforeAll(() => {
  project = createConsumerProject({ optional: true });
}, 120_000);

afterAll(() => project?.remove());

describe('packed packages', () => {
  it.each(
    packages.map(({ folder }) => folder),
  )('%s is what package registries expect', (folder) => {
    const tarball = project.tarballs.get(folder) ?? '';
    const ended = project.node([commandOf('publint', 'src/cli.js'), '--strict', tarball]);
    expect(ended).toEqual({ code: 0, output: expect.stringContaining('All good!') });
  });

  it.each(entries)('%s can be imported', (entry) => {
    project.write('import.mjs', `console.log(Object.keys(await import('${entry}')).length > 0);`);
    expect(project.node(['import.mjs'])).toEqual({ code: 0, output: 'true\n' });
  });

  it.each(entries)('%s can be required', (entry) => {
    project.write('require.cjs', `console.log(Object.keys(require('${entry}')).length > 0);`);
    const ended = project.node(['--disable-warning=ExperimentalWarning', 'require.cjs']);
    expect(ended).toEqual({ code: 0, output: 'true\n' });
  });

  it('hides what is internal', () => {
    project.write('deep.mjs', "await import('@audioflow/core/internal/x.js');");
    expect(project.node(['deep.mjs']).output).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

describe('the fork engine', () => {
  const outcome = (file: string, env: NodeJS.ProcessEnv = {}): unknown => {
    const { code, output } = project.node([file], env);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/^\{.*\}\n$/) });
    return JSON.parse(output);
  };

  it('finds its program where the package is installed', () => {
    expect(outcome('with-fork.mjs')).toEqual({ packets: 43 });
  });

  it('finds it from a bundle beside an install, and says what is missing where there is none', async () => {
    const bundleTo = (outfile: string) =>
      build({
        entryPoints: [join(project.dir, 'with-fork.mjs')],
        outfile,
        bundle: true,
        platform: 'node',
        format: 'esm',
        external: ['node-av'],
        logLevel: 'error',
      });
    await bundleTo(join(project.dir, 'bundled.mjs'));
    expect(outcome('bundled.mjs')).toEqual({ packets: 43 });
    const elsewhere = await mkdtemp(join(tmpdir(), 'audioflow-bundle-'));
    await bundleTo(join(elsewhere, 'bundled.mjs'));
    const alone = outcome(join(elsewhere, 'bundled.mjs'));
    await rm(elsewhere, { recursive: true });
    expect(alone).toEqual({
      code: 'unavailable',
      message: expect.stringContaining('keep @audioflow/codecs external'),
    });
  }, 60_000);
});

describe('types', () => {
  const compilers = {
    'TypeScript 7': commandOf('typescript', 'bin/tsc'),
    'TypeScript 5.9': createRequire(import.meta.url).resolve('typescript/bin/tsc'),
  };
  const modes = [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ] as const;
  const cases = Object.entries(compilers).flatMap(([name, tsc]) =>
    modes.map(([module, moduleResolution]) => ({ name, tsc, module, moduleResolution })),
  );

  it.each(cases)('compile with $name, $moduleResolution', ({ tsc, module, moduleResolution }) => {
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2023',
      lib: ['es2023', 'dom', 'dom.asynciterable', 'esnext.disposable'],
      types: ['node'],
      strict: true,
      noEmit: true,
    };
    project.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    expect(project.node([tsc, '-p', '.'])).toEqual({ code: 0, output: '' });
  }, 60_000);
});

describe('in a browser', () => {
  const bundle = async (contents: string): Promise<{ imports: number; bytes: number }> => {
    const { outputFiles, metafile } = await build({
      stdin: { contents, resolveDir: project.dir },
      bundle: true,
      minify: true,
      metafile: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
    });
    const outputs = Object.values(metafile.outputs);
    return {
      imports: outputs.flatMap((output) => output.imports).length,
      bytes: gzipSync(outputFiles[0]?.contents ?? new Uint8Array()).length,
    };
  };

  // Ceilings in bytes after gzip, rxjs and zod included: a little above what is measured.
  it.each([
    ['all of core', "export * from '@audioflow/core';", 55_000],
    ['all of core/codec', "export * from '@audioflow/core/codec';", 40_000],
    ['all of core/dsp', "export * from '@audioflow/core/dsp';", 38_000],
    ['all of codecs/pcm', "export * from '@audioflow/codecs/pcm';", 28_000],
    ['all of analysis', "export * from '@audioflow/analysis';", 81_000],
    ['all of analysis/picture', "export * from '@audioflow/analysis/picture';", 58_000],
    ['all of analysis/loudness', "export * from '@audioflow/analysis/loudness';", 38_000],
    ['the players', "export * from '@audioflow/io/browser';", 41_000],
    [
      'one function',
      "import { createFrame } from '@audioflow/core'; console.log(createFrame);",
      1500,
    ],
  ])('%s bundles without polyfills and stays small', async (name, code, ceiling) => {
    const { imports, bytes } = await bundle(code);
    process.stdout.write(`${name}: ${(bytes / 1000).toFixed(1)} kB gzipped\n`);
    expect(imports).toBe(0);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(ceiling);
  });
});
