import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packages } from '../repository/packages.js';
import { rootDir } from '../repository/root-dir.js';

const licence = readFileSync(join(rootDir, 'LICENSE'), 'utf8');
const changesets = JSON.parse(readFileSync(join(rootDir, '.changeset/config.json'), 'utf8'));
const hooks = ['preinstall', 'install', 'postinstall', 'prepare'];

describe.each(packages)('packages/$folder', ({ folder, manifest, entries }) => {
  it('is an ES module without side effects, for the supported Node', () => {
    const { type, sideEffects, engines, license } = manifest;
    expect({ type, sideEffects, node: engines?.node, license }).toEqual({
      type: 'module',
      sideEffects: false,
      node: '>=20.19',
      license: 'MIT',
    });
  });

  it('offers each entry point from source, as types and as code, and hides the rest', () => {
    for (const [subpath, target] of Object.entries(manifest.exports)) {
      if (typeof target !== 'object' || target === null) continue;
      const built = target['@audioflow/source']?.replace(/^\.\/src\/(.*)\.ts$/, './dist/$1') ?? '';
      expect([subpath, target['types'], target['default']]).toEqual([
        subpath,
        `${built}.d.ts`,
        `${built}.js`,
      ]);
      expect(Object.keys(target).at(-1)).toBe('default');
    }
    expect(manifest.exports['./internal/*']).toBeNull();
    expect([...entries.values()].filter((file) => !existsSync(join(rootDir, file)))).toEqual([]);
  });

  it('needs no install script', () => {
    expect(hooks.filter((hook) => hook in manifest.scripts)).toEqual([]);
  });

  it('shares rxjs and the packages below with its user', () => {
    const own = Object.keys(manifest.dependencies);
    expect(own.filter((name) => name === 'rxjs' || name.startsWith('@audioflow/'))).toEqual([]);
    expect(manifest.peerDependencies['rxjs']).toBeDefined();
  });

  it('carries the licence and a README', () => {
    const read = (name: string): string =>
      readFileSync(join(rootDir, 'packages', folder, name), 'utf8');
    expect(read('LICENSE')).toBe(licence);
    expect(read('README.md')).toContain(manifest.name);
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'README.md', 'LICENSE']));
  });

  it('is released together with the others', () => {
    expect(changesets.fixed.flat()).toContain(manifest.name);
    expect(manifest.version).toBe(packages[0]?.manifest.version);
  });
});

describe('examples', () => {
  const names = readdirSync(join(rootDir, 'examples'));
  const manifestOf = (name: string) =>
    JSON.parse(readFileSync(join(rootDir, 'examples', name, 'package.json'), 'utf8'));

  it.each(names)('%s is private', (name) => {
    expect(manifestOf(name).private).toBe(true);
  });

  // What several have in common is no example itself.
  it.each(names.filter((name) => name !== 'shared'))('%s says how it is run', (name) => {
    const [file] = manifestOf(name).audioflow.run;
    expect(existsSync(join(rootDir, 'examples', name, file))).toBe(true);
  });
});
