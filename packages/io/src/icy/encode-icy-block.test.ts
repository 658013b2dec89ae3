import { describe, expect, it } from '@jest/globals';
import { encodeIcyBlock } from './index.js';

const textOf = (block: Uint8Array): string =>
  Buffer.from(block.subarray(1)).toString().replace(/\0+$/, '');

describe('encodeIcyBlock', () => {
  it('counts sixteens and pads with zeros', () => {
    const block = encodeIcyBlock({ title: 'ab' });
    expect(block).toEqual(new Uint8Array(Buffer.from("\x02StreamTitle='ab';".padEnd(33, '\0'))));
    expect(encodeIcyBlock({ title: 'a' }).length).toBe(17);
    expect(encodeIcyBlock({ title: '' }).length).toBe(1 + 16);
  });

  it('is UTF-8, and names a page after the title', () => {
    expect(textOf(encodeIcyBlock({ title: 'Café ☾', url: 'http://a/b' }))).toBe(
      "StreamTitle='Café ☾';StreamUrl='http://a/b';",
    );
  });

  it('leaves quotes as they are, and breaks up what players take for the end', () => {
    expect(textOf(encodeIcyBlock({ title: "Rock 'n' Roll" }))).toBe("StreamTitle='Rock 'n' Roll';");
    expect(textOf(encodeIcyBlock({ title: "a';StreamUrl='evil" }))).toBe(
      "StreamTitle='a' ;StreamUrl='evil';",
    );
    expect(textOf(encodeIcyBlock({ title: "It's';';" }))).toBe("StreamTitle='It's' ;' ;';");
  });

  it('turns control characters into spaces', () => {
    expect(textOf(encodeIcyBlock({ title: 'a\0b\r\nc\x1b[31m' }))).toBe(
      "StreamTitle='a b c [31m';",
    );
  });

  it('cuts what is too long between two characters, and then leaves the page out', () => {
    const block = encodeIcyBlock({ title: `x${'☾'.repeat(4000)}`, url: 'http://a' });
    expect([block.length, block[0]]).toEqual([4081, 255]);
    expect(textOf(block)).toMatch(/^StreamTitle='x☾+';$/);
    const long = encodeIcyBlock({ title: 'short', url: 'u'.repeat(5000) });
    expect(textOf(long)).toBe("StreamTitle='short';");
  });
});
