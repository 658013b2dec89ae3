import { closeSync, openSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { tempFolder } from '../../file/fixtures/temp-folder.js';
import { readerOf } from './reader-of.js';

const at = tempFolder();

it('reads the part of a file that counts, and nothing from where there is none', () => {
  writeFileSync(at('bytes'), Buffer.from('0123456789'));
  const fd = openSync(at('bytes'), 'r');
  try {
    const read = readerOf({ fd, start: 2, size: 5 });
    const text = (from: number, count: number): string => Buffer.from(read(from, count)).toString();
    expect([text(0, 3), text(3, 100), text(5, 1)]).toEqual(['234', '56', '']);
    for (const far of [6, 2 ** 60, Number.POSITIVE_INFINITY]) expect(text(far, 12)).toBe('');
  } finally {
    closeSync(fd);
  }
});
