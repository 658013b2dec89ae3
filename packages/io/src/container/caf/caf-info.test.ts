import { describe, expect, it } from '@jest/globals';
import { findCafInfo, parseCafInfo } from './caf-info.js';

const chunk = (name: string, body: Uint8Array, size = BigInt(body.length)): Buffer => {
  const head = Buffer.alloc(12);
  head.write(name, 'latin1');
  head.writeBigInt64BE(size, 4);
  return Buffer.concat([head, body]);
};
const info = (count: number, text: string): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(count);
  return Buffer.concat([head, Buffer.from(text)]);
};
const file = (chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('caff\0\x01\0\0', 'latin1'), ...chunks]);
const find = (bytes: Uint8Array, pastSound: boolean) =>
  findCafInfo((at, count) => bytes.subarray(at, at + count), pastSound);

describe('the information chunk of CAF', () => {
  it('is read whole, names in lower case, the first of each', () => {
    const long = 'ö'.repeat(5000);
    const name = 'a name of more than thirty-one characters';
    const body = info(4, `Title\0Plain\0comment\0${long}\0${name}\0x\0title\0second\0`);
    expect(parseCafInfo(body)).toEqual({ title: 'Plain', comment: long, [name]: 'x' });
  });

  it('is read as far as it goes', () => {
    const body = info(1000, 'title\0Plain\0comment\0cut');
    for (let end = 0; end <= body.length; end++) {
      const tags = parseCafInfo(body.subarray(0, end));
      expect(tags).toEqual(end >= 16 ? { title: 'Plain' } : {});
    }
  });

  it('is found before and behind the sound, or is not there', () => {
    const tags = chunk('info', info(1, 'a\0b\0'));
    const sound = chunk('data', new Uint8Array(100));
    const desc = chunk('desc', new Uint8Array(32));
    expect(find(file([desc, tags, sound]), false)).toEqual({ at: 64, size: 8 });
    expect(find(file([desc, sound, tags]), true)).toEqual({ at: 176, size: 8 });
    expect(find(file([desc, sound, tags]), false)).toBeUndefined();
    // Sound whose length is not known.
    expect(find(file([desc, chunk('data', new Uint8Array(9), -1n)]), true)).toBeUndefined();
    expect(find(file([chunk('info', new Uint8Array(), 1n << 40n)]), true)).toBeUndefined();
    expect(find(Buffer.from('RIFF'), true)).toBeUndefined();
    const whole = file([desc, tags]);
    for (let end = 0; end < 64; end++) expect(find(whole.subarray(0, end), true)).toBe('short');
  });

  it('is not looked for without end', () => {
    let reads = 0;
    const empty = chunk('free', new Uint8Array());
    const endless = findCafInfo((at) => {
      reads++;
      return at === 0 ? Buffer.from('caff') : empty;
    }, true);
    expect([endless, reads]).toEqual([undefined, 1001]);
  });
});
