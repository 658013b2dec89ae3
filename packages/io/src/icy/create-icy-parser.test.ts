import { describe, expect, it } from '@jest/globals';
import { createIcyParser, type IcyEvent } from './create-icy-parser.js';

/** A block of metadata as a station sends it. */
const block = (text: string | Uint8Array): Uint8Array => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const units = Math.ceil(bytes.length / 16);
  const whole = new Uint8Array(1 + units * 16);
  whole[0] = units;
  whole.set(bytes, 1);
  return whole;
};
const concat = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const ramp = (length: number, from = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (from + i) % 256);

const parse = (bytes: Uint8Array, metaint: number, chunk = bytes.length) => {
  const parser = createIcyParser(metaint);
  const audio: Uint8Array[] = [];
  const titles: IcyEvent[] = [];
  for (let at = 0; at < bytes.length; at += chunk) {
    parser.push(bytes.subarray(at, at + chunk), (event) => {
      if (event.type === 'audio') audio.push(event.bytes.slice());
      else titles.push(event);
    });
  }
  return { audio: concat(audio), titles };
};
const titleOf = (text: string | Uint8Array): unknown => {
  const found = parse(concat([ramp(1), block(text)]), 1).titles[0];
  return found?.type === 'metadata' ? found.title : undefined;
};

describe('createIcyParser', () => {
  const bytes = concat([
    ramp(100),
    block("StreamTitle='Café - Song 1';StreamUrl='http://a/b';"),
    ramp(100, 100),
    Uint8Array.of(0),
    ramp(100, 200),
    block("StreamTitle='Second';"),
    ramp(7, 300),
  ]);

  it.each([
    1, 2, 3, 16, 17, 99, 100, 101, 1000,
  ])('parts audio and titles in chunks of %i', (chunk) => {
    const { audio, titles } = parse(bytes, 100, chunk);
    expect(audio).toEqual(ramp(307));
    expect(titles).toEqual([
      { type: 'metadata', offset: 100, title: 'Café - Song 1', url: 'http://a/b' },
      { type: 'metadata', offset: 300, title: 'Second' },
    ]);
  });

  it('passes all on where there is no metadata', () => {
    expect(parse(bytes, 0, 13)).toEqual({ audio: bytes, titles: [] });
    expect(parse(bytes, 2 ** 52, 13)).toEqual({ audio: bytes, titles: [] });
  });

  it.each([
    ['quotes within', "StreamTitle='Don't stop';", "Don't stop"],
    ['an end within', "StreamTitle='a';b';StreamUrl='';", "a';b"],
    ['double quotes', 'StreamTitle="Say \'yes\'";', "Say 'yes'"],
    ['no quotes', 'StreamTitle=Plain;StreamUrl=x;', 'Plain'],
    ['another case', "streamtitle='x';", 'x'],
    ['another field first', "StreamUrl='u';StreamTitle='t';", 't'],
    ['no semicolon at the end', "StreamTitle='t'", 't'],
    ['an end that is cut off', "StreamTitle='Don't st", "Don't st"],
    ['nothing', "StreamTitle='';", ''],
    ['spaces', " StreamTitle=' t ' ;", 't'],
    ['control characters', "StreamTitle='a\r\nSet-Cookie: b\u001b[0m';", 'a Set-Cookie: b [0m'],
  ])('reads a title with %s', (_, text, title) => {
    expect(titleOf(text)).toBe(title);
  });

  it('takes for Latin-1 what is no UTF-8', () => {
    expect(titleOf(Buffer.from("StreamTitle='Caf\u00e9';", 'latin1'))).toBe('Café');
    expect(titleOf("StreamTitle='日本 ☕';")).toBe('日本 ☕');
  });

  it('drops blocks that name no title', () => {
    expect(parse(concat([ramp(1), block(ramp(4080, 1)), block('x=y;')]), 1).titles).toEqual([]);
  });

  it('reads the longest block, in pieces, with a copy of its own', () => {
    const long = 'x'.repeat(4080 - 16);
    const whole = concat([ramp(1), block(`StreamTitle='${long}';`), ramp(1)]);
    const parser = createIcyParser(1);
    const titles: IcyEvent[] = [];
    for (const byte of whole) {
      parser.push(Uint8Array.of(byte), (event) => {
        if (event.type === 'metadata') titles.push(event);
      });
    }
    expect(titles).toEqual([{ type: 'metadata', offset: 1, title: long }]);
  });

  it('never throws on bytes of chance, and loses none', () => {
    let state = 1;
    for (let round = 0; round < 200; round++) {
      const noise = Uint8Array.from({ length: 2000 }, () => {
        state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
        return state >>> 24;
      });
      const metaint = 1 + (round % 50);
      const whole = parse(noise, metaint);
      expect(parse(noise, metaint, 7)).toEqual(whole);
      expect(whole.audio.length).toBeGreaterThan(0);
    }
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a metaint of %d', (metaint) => {
    expect(() => createIcyParser(metaint)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});
