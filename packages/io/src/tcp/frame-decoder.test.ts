import { describe, expect, it } from '@jest/globals';
import { endFrame, frameBytes } from './frame-bytes.js';
import { createFrameDecoder } from './frame-decoder.js';

const payloads = [1, 5000, 3, 70_000, 4096].map((length, i) => new Uint8Array(length).fill(i + 1));
const stream = Buffer.concat([...payloads.map(frameBytes), endFrame()]);

describe('createFrameDecoder', () => {
  it.each([
    1,
    2,
    3,
    5,
    1000,
    65_536,
    stream.length,
  ])('gives whole payloads from pieces of %d bytes', (step) => {
    const decoder = createFrameDecoder(100_000);
    const seen: Uint8Array[] = [];
    for (let at = 0; at < stream.length; at += step) {
      decoder.push(stream.subarray(at, at + step), (payload) =>
        seen.push(Uint8Array.from(payload)),
      );
    }
    expect(seen).toEqual([...payloads, new Uint8Array(0)]);
    expect(decoder.partialBytes).toBe(0);
  });

  it('writes the length as four bytes, the highest first', () => {
    expect([...frameBytes(new Uint8Array(258))].slice(0, 5)).toEqual([0, 0, 1, 2, 0]);
    expect([...endFrame()]).toEqual([0, 0, 0, 0]);
  });

  it('refuses a length above the limit before anything of the payload has come', () => {
    const decoder = createFrameDecoder(1000);
    expect(() => decoder.push(Uint8Array.of(0, 0, 3, 233), () => undefined)).toThrow(
      expect.objectContaining({ code: 'limit-exceeded', message: expect.stringContaining('1001') }),
    );
  });

  it('tells how much of a frame has come', () => {
    const decoder = createFrameDecoder(1000);
    decoder.push(Uint8Array.of(0, 0, 0, 9, 1, 2), () => undefined);
    expect(decoder.partialBytes).toBe(6);
  });
});
