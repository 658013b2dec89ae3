import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openAtomicFile } from './atomic-file.js';
import { tempFolder } from './fixtures/temp-folder.js';

const at = tempFolder();
const names = (): string[] => readdirSync(dirname(at('x')));

describe('openAtomicFile', () => {
  it('keeps bytes in order over many drains, and patches what was written', async () => {
    const file = await openAtomicFile('test', at('order'));
    for (let i = 0; i < 100; i++) {
      file.append(new Uint8Array(3000).fill(i));
      await file.drain();
    }
    expect(file.size).toBe(300_000);
    await file.random?.patch(Uint8Array.of(9, 9), 1);
    await file.commit();
    const bytes = readFileSync(at('order'));
    expect(bytes).toHaveLength(300_000);
    expect([...bytes.subarray(0, 4), bytes[3000], bytes[299_999]]).toEqual([0, 9, 9, 0, 1, 99]);
  });

  it('removes everything on discard, at any time and more than once', async () => {
    const file = await openAtomicFile('test', at('gone'));
    file.append(new Uint8Array(100_000));
    await file.drain();
    await file.discard();
    await file.discard();
    expect(names().filter((name) => name.includes('gone'))).toEqual([]);
  });

  it('replaces the file behind a link, and keeps its rights', async () => {
    writeFileSync(at('real'), 'old');
    chmodSync(at('real'), 0o640);
    symlinkSync(at('real'), at('link'));
    const file = await openAtomicFile('test', at('link'));
    file.append(new TextEncoder().encode('new'));
    await file.commit();
    expect(readFileSync(at('real'), 'utf8')).toBe('new');
    expect(statSync(at('real')).mode & 0o777).toBe(0o640);
    expect(statSync(at('link')).isFile()).toBe(true);
  });

  it('makes the file that a link names which is not there yet', async () => {
    symlinkSync('later', at('first'));
    symlinkSync(at('first'), at('second'));
    const file = await openAtomicFile('test', at('second'));
    file.append(new TextEncoder().encode('new'));
    await file.commit();
    expect(readFileSync(at('later'), 'utf8')).toBe('new');
    expect(lstatSync(at('second')).isSymbolicLink()).toBe(true);
  });

  it('takes a name of as many bytes as a file system does', async () => {
    const name = `${'ü'.repeat(125)}.flac`;
    const file = await openAtomicFile('test', at(name));
    await file.commit();
    expect(names()).toContain(name);
  });

  it('says which file could not be made', async () => {
    await expect(openAtomicFile('test', at('no/file'))).rejects.toMatchObject({
      code: 'io',
      message: expect.stringContaining('no/file'),
    });
    expect(existsSync(at('no'))).toBe(false);
  });
});
