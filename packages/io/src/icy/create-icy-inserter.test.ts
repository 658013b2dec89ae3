import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createIcyInserter, encodeIcyBlock, type IcyShare } from './index.js';

const A = encodeIcyBlock({ title: 'A' });
const B = encodeIcyBlock({ title: 'B', url: 'http://b' });
const audioOf = (length: number, from = 0): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, at) => (from + at) % 256));

/** What a player does: audio, then a block, and so on. */
const split = (bytes: Uint8Array, interval: number) => {
  const audio: Uint8Array[] = [];
  const blocks: (readonly [at: number, block: Uint8Array])[] = [];
  let heard = 0;
  for (let at = 0; at < bytes.length; ) {
    const part = bytes.subarray(at, at + interval);
    audio.push(part);
    heard += part.length;
    at += part.length;
    if (part.length < interval || at === bytes.length) break;
    const length = 1 + 16 * (bytes[at] ?? 0);
    blocks.push([heard, bytes.subarray(at, at + length)]);
    at += length;
  }
  return { audio: Buffer.concat(audio), blocks };
};

describe('createIcyInserter', () => {
  it('puts a block after each interval, and one zero where nothing is new', () => {
    const icy = createIcyInserter(4);
    icy.setBlock(A);
    const [one, two, three] = [audioOf(6), audioOf(6, 6), audioOf(1, 12)].map(icy.insert);
    expect(one).toEqual(Buffer.concat([audioOf(4), A, audioOf(2, 4)]));
    expect(two).toEqual(Buffer.concat([audioOf(2, 6), Buffer.of(0), audioOf(4, 8), Buffer.of(0)]));
    expect(three).toEqual(audioOf(1, 12));
  });

  it('gives the very same array where nothing is due', () => {
    const icy = createIcyInserter(100);
    const audio = audioOf(99);
    expect(icy.insert(audio)).toBe(audio);
    expect(icy.insert(audioOf(1)).length).toBe(2);
    expect(icy.insert(audio)).toBe(audio);
  });

  it('is exact to the byte, whatever the sizes of the blocks', () => {
    const sizes = fc.array(fc.nat(700), { maxLength: 40 });
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 1, max: 300 }),
        fc.nat(39),
        (lengths, interval, when) => {
          const icy = createIcyInserter(interval);
          let total = 0;
          let told = -1;
          const out = lengths.map((length, index) => {
            if (index === when) {
              icy.setBlock(B);
              told = total;
            }
            total += length;
            return icy.insert(audioOf(length, total - length));
          });
          const { audio, blocks } = split(Buffer.concat(out), interval);
          expect(audio).toEqual(audioOf(total));
          expect(blocks.map(([at]) => at)).toEqual(
            Array.from({ length: Math.floor(total / interval) }, (_, n) => (n + 1) * interval),
          );
          const said = blocks.filter(([, block]) => block.length > 1);
          expect(said.map(([at]) => at)).toEqual(
            told < 0
              ? []
              : blocks
                  .map(([at]) => at)
                  .filter((at) => at > told)
                  .slice(0, 1),
          );
        },
      ),
    );
  });

  it('shares one copy among listeners in the same place, and with no others', () => {
    const share: IcyShare = {};
    const [first, second, other, untold] = [1, 2, 3, 4].map(() => createIcyInserter(8, share));
    for (const icy of [first, second, other]) icy?.setBlock(A);
    other?.insert(audioOf(1));
    const audio = audioOf(10);
    const one = first?.insert(audio);
    expect(second?.insert(audio)).toBe(one);
    expect(other?.insert(audio)).toEqual(Buffer.concat([audioOf(7), A, audioOf(3, 7)]));
    expect(untold?.insert(audio)).toEqual(Buffer.concat([audioOf(8), Buffer.of(0), audioOf(2, 8)]));
  });
});
