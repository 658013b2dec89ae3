import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  lacksEngine,
  missingPlatformPackages,
} from '../../scripts/front-door/missing-platform-packages.mjs';
import { rootDir } from '../repository/root-dir.js';

const { packages: wanted } = JSON.parse(readFileSync(join(rootDir, 'package-lock.json'), 'utf8'));
const without = (pattern: RegExp): typeof wanted =>
  Object.fromEntries(Object.entries(wanted).filter(([path]) => !pattern.test(path)));
const names = (found: typeof wanted, os: string, cpu: string, libc?: string): string[] =>
  missingPlatformPackages(wanted, found, { os, cpu, libc }).map((name) =>
    name.replace(/@[^@/]+$/, ''),
  );

describe('the front door, after npm ci --omit=optional', () => {
  const bare = without(/linux|darwin|win32|windows|node-av/);

  it.each([
    ['linux', 'x64', 'glibc', '@esbuild/linux-x64', '@swc/core-linux-x64-gnu'],
    ['linux', 'arm64', 'musl', '@esbuild/linux-arm64', '@swc/core-linux-arm64-musl'],
    ['darwin', 'arm64', undefined, '@esbuild/darwin-arm64', '@swc/core-darwin-arm64'],
    ['win32', 'x64', undefined, '@esbuild/win32-x64', '@swc/core-win32-x64-msvc'],
  ])('knows what the tools lack on %s %s %s', (os, cpu, libc, ...expected) => {
    const missing = names(bare, os, cpu, libc);
    expect(missing).toEqual(expect.arrayContaining(expected));
    // One for each of the seven tools, and none of another machine.
    expect(missing).toHaveLength(7);
    expect(names(wanted, os, cpu, libc)).toEqual([]);
  });

  it('knows when the engine was left out, and where there is none', () => {
    const glibc = { os: 'linux', cpu: 'x64', libc: 'glibc' };
    expect(lacksEngine(wanted, bare, glibc)).toBe(true);
    expect(lacksEngine(wanted, wanted, glibc)).toBe(false);
    expect(lacksEngine(wanted, bare, { ...glibc, libc: 'musl' })).toBe(false);
    expect(lacksEngine(wanted, bare, { os: 'freebsd', cpu: 'x64', libc: undefined })).toBe(false);
  });
});
