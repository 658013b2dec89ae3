import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { adtsFrames, createNoise, mp3Frames } from '../fixtures/frames.js';
import { createBodyDecoder } from './create-body-decoder.js';
import { createChunkDecoder } from './create-chunk-decoder.js';
import { createLeadLimiter } from './create-lead-limiter.js';
import { createLoginCheck } from './create-login-check.js';
import { createRateLimiter } from './create-rate-limiter.js';
import { createSourceParser } from './create-source-parser.js';
import { parseBasicAuth } from './parse-basic-auth.js';
import { parseRawQuery } from './parse-raw-query.js';
import { createHeadReader, type ReadHead } from './read-request-head.js';
import { sourceLabel } from './source-label.js';

/** `bytes`, cut where the sizes say. */
const cut = (bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] => {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
};
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};

describe('the head of a request', () => {
  const read = (text: string, by: readonly number[], maxBytes = 4096): ReadHead | undefined => {
    const reader = createHeadReader(maxBytes);
    let found: ReadHead | undefined;
    const rest: Uint8Array[] = [];
    for (const part of cut(Buffer.from(text, 'latin1'), by)) {
      if (found === undefined) found = reader.push(part);
      else rest.push(part);
    }
    return found && { head: found.head, rest: Buffer.concat([found.rest, ...rest]) };
  };

  it('is the same however its bytes are cut, and leaves the body alone', () => {
    const text =
      'SOURCE /live?x=1 ICE/1.0\r\nContent-Type:audio/mpeg\r\nIce-Name:  Caf\xe9 \r\nX: a\r\nx: b\r\n\r\n\r\n\xff\xfb';
    fc.assert(
      fc.property(sizes, (by) => {
        const found = read(text, by);
        expect(found?.head).toMatchObject({ method: 'SOURCE', path: '/live', version: 'ICE/1.0' });
        expect(Object.fromEntries(found?.head.headers ?? [])).toEqual({
          'content-type': 'audio/mpeg',
          'ice-name': 'Caf\xe9',
          x: 'a, b',
        });
        expect(Buffer.from(found?.rest ?? []).toString('latin1')).toBe('\r\n\xff\xfb');
      }),
      { seed: 1 },
    );
  });

  it('takes bare line feeds', () => {
    expect(read('PUT /a HTTP/1.0\nA: b\n\nrest', [3])?.head.headers.get('a')).toBe('b');
  });

  it.each([
    ['no target', 'PUT HTTP/1.1\r\n\r\n'],
    ['another protocol', 'PUT /live RTSP/1.0\r\n\r\n'],
    ['a target that is no path', 'PUT http://x/live HTTP/1.1\r\n\r\n'],
    ['a folded line', 'PUT /live HTTP/1.1\r\nA: b\r\n c\r\n\r\n'],
    ['a header without a name', 'PUT /live HTTP/1.1\r\n: b\r\n\r\n'],
    ['a space before the colon', 'PUT /live HTTP/1.1\r\nA : b\r\n\r\n'],
    ['a zero byte', 'PUT /live HTTP/1.1\r\nA: b\0c\r\n\r\n'],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => read(text, [7]))).toBe('malformed-data');
  });

  it('refuses to hold more than it may, with and without an end', () => {
    const endless = `PUT /live HTTP/1.1\r\nA: ${'b'.repeat(500)}`;
    expect(codeOf(() => read(endless, [100], 256))).toBe('limit-exceeded');
    expect(codeOf(() => read(`${endless}\r\n\r\n`, [1000], 256))).toBe('limit-exceeded');
  });
});

describe('a chunked body', () => {
  const decode = (text: string, by: readonly number[]): readonly [body: string, ended: boolean] => {
    const decoder = createChunkDecoder();
    let body = '';
    for (const part of cut(Buffer.from(text, 'latin1'), by)) {
      decoder.push(part, (bytes) => {
        body += Buffer.from(bytes).toString('latin1');
      });
    }
    return [body, decoder.ended];
  };

  it('is the same however its bytes are cut', () => {
    const text = '5;name=x\r\nhello\r\nA\r\n, chunks\r\n\r\n0\r\nTrailer: x\r\n\r\nGET / HTTP/1.1';
    fc.assert(
      fc.property(sizes, (by) => {
        expect(decode(text, by)).toEqual(['hello, chunks\r\n', true]);
      }),
      { seed: 2 },
    );
  });

  it.each([
    ['no size', '\r\nhello'],
    ['a size that is no number', 'x\r\nhello'],
    ['a negative size', '-5\r\nhello'],
    ['a size of 2^64', '10000000000000000\r\n'],
    ['a chunk that is longer than its size', '3\r\nhello\r\n0\r\n\r\n'],
    ['a line without an end', 'f'.repeat(10_000)],
    ['endless trailers', `0\r\n${'A: b\r\n'.repeat(5000)}`],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => decode(text, [50]))).toBe('malformed-data');
  });

  it('does not go with a length, nor a length with another', () => {
    const headers = (pairs: Readonly<Record<string, string>>) => new Map(Object.entries(pairs));
    const chunked = { 'transfer-encoding': 'chunked' };
    expect(codeOf(() => createBodyDecoder(headers({ ...chunked, 'content-length': '5' })))).toBe(
      'malformed-data',
    );
    expect(codeOf(() => createBodyDecoder(headers({ 'content-length': '5, 6' })))).toBe(
      'malformed-data',
    );
    expect(codeOf(() => createBodyDecoder(headers({ 'transfer-encoding': 'gzip' })))).toBe(
      'unsupported',
    );
  });
});

describe('a password', () => {
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

  it.each([
    [basic('source:hackme'), { user: 'source', password: 'hackme' }],
    [basic('source:a:b'), { user: 'source', password: 'a:b' }],
    [basic(':'), { user: '', password: '' }],
    ['basic   c291cmNlOsOp', { user: 'source', password: 'é' }],
    [basic('source'), undefined],
    ['Bearer abc', undefined],
    ['Basic !!!', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %j', (header, credentials) => {
    expect(parseBasicAuth(header)).toEqual(credentials);
  });

  it('of more than 2048 bytes is none', () => {
    expect(parseBasicAuth(basic(`a:${'b'.repeat(5000)}`))).toBeUndefined();
  });

  it('is that of one of the logins, whole', () => {
    const check = createLoginCheck([
      { user: 'source', password: 'hackme' },
      { user: 'admin', password: 'x' },
    ]);
    expect(['source:hackme', 'admin:x'].map((text) => check(basic(text)))).toEqual([true, true]);
    expect(
      ['source:x', 'source:hackm', 'ource:hackme', ':'].map((text) => check(basic(text))),
    ).toEqual([false, false, false, false]);
    expect([check(undefined), createLoginCheck([])(basic(':'))]).toEqual([false, false]);
  });
});

describe('the parameters of a request', () => {
  it.each([
    ['/x?song=Caf%C3%A9+1', 'Café 1'],
    ['/x?song=Caf%E9', 'Café'],
    ['/x?song=Caf%C3%A9&charset=ISO-8859-1', 'CafÃ©'],
    ['/x?song=100%', '100%'],
    ['/x?song=a&song=b', 'a'],
    ['/x?song=', ''],
    ['/x', undefined],
  ])('%s has the song %j', (target, song) => {
    expect(parseRawQuery(target).get('song')).toBe(song);
  });
});

describe('the headers of a source', () => {
  it('give name and bitrate, without control characters', () => {
    const headers = new Map([
      ['ice-name', 'Caf\xc3\xa9\x1b'],
      ['ice-genre', ''],
      ['ice-audio-info', 'samplerate=44100;ice-bitrate=128;channels=2'],
    ]);
    expect(sourceLabel(headers)).toEqual({
      name: 'Café ',
      bitrate: 128_000,
      isPublic: false,
    });
    expect(sourceLabel(new Map([['ice-bitrate', '99999']]))).toEqual({
      isPublic: false,
    });
  });
});

describe('a rate limit', () => {
  it('lets a burst through, then so many a second, for each address, in bounded memory', () => {
    const allow = createRateLimiter({ burst: 2, perSecond: 1 }, 2);
    expect([0, 0, 0, 999, 1000].map((now) => allow('a', now))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
    expect([allow('b', 1000), allow('c', 1000), allow('a', 1000)]).toEqual([true, true, true]);
  });

  it('of sound slows what is ahead of the clock, and no source that runs in real time', () => {
    const fast = createLeadLimiter(2);
    expect([1, 1, 1.02].map((seconds) => Math.round(fast.add(seconds, 0)))).toEqual([0, 0, 1000]);
    // The next source has no more of it than is left.
    fast.begin(1000);
    expect(Math.round(fast.add(1.02, 1000))).toBe(1000);
    const live = createLeadLimiter(0.5);
    const waits = Array.from({ length: 10_000 }, (_, i) => live.add(0.1, 99 * i));
    expect(Math.max(...waits)).toBe(0);
  });

  it('of sound lets a source make up for a stall, but not for what was before it', () => {
    const limiter = createLeadLimiter(1);
    limiter.add(0.1, 0);
    expect(limiter.add(4.9, 4000)).toBe(0);
    limiter.begin(60_000);
    expect(limiter.add(2.02, 60_000)).toBeCloseTo(1000);
  });
});

describe('the bytes of a source', () => {
  const parse = (codec: 'mp3' | 'aac', bytes: Uint8Array): number => {
    const parser = createSourceParser(codec, 32_768);
    let packets = 0;
    for (const part of cut(bytes, [1400])) parser.push(part, () => (packets += 1));
    parser.end(() => (packets += 1));
    return packets;
  };

  it('are packets when they are what the source says', () => {
    expect(parse('mp3', mp3Frames(0, 20))).toBe(20);
    expect(parse('aac', adtsFrames(20))).toBe(20);
    expect(parse('mp3', mp3Frames(0, 1))).toBe(1);
  });

  it('are refused when they are the other codec, or nothing', () => {
    expect(codeOf(() => parse('mp3', adtsFrames(20)))).toBe('malformed-data');
    expect(codeOf(() => parse('aac', mp3Frames(0, 20)))).toBe('malformed-data');
    expect(codeOf(() => parse('mp3', createNoise(1)(100_000)))).toBe('malformed-data');
    expect(codeOf(() => parse('mp3', Buffer.concat([mp3Frames(0, 9), Buffer.alloc(50_000)])))).toBe(
      'malformed-data',
    );
  });
});
