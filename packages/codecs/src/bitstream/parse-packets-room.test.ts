import { fromPull, run, transform, transformAsync } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import { mp3 } from '../codec/index.js';
import { parsePackets } from './parse-packets.js';

const FRAME_BYTES = 417;

/** Whole mp3 frames, so many bytes of them that no queue would take them from a source that cannot wait. */
const bigChunk = (frames: number): Uint8Array => {
  const bytes = new Uint8Array(frames * FRAME_BYTES);
  for (let at = 0; at < bytes.length; at += FRAME_BYTES) bytes.set([0xff, 0xfb, 0x90, 0], at);
  return bytes;
};

const slow = () =>
  transformAsync(() => ({
    next: async (packet: unknown, emit: (packet: unknown) => unknown) => {
      await new Promise(setImmediate);
      await emit(packet);
    },
  }));

describe('a chunk that is larger than any queue', () => {
  it('comes through as packets, behind a source that can wait, before an operator that waits', async () => {
    const bytes = fromPull(() => [bigChunk(1000), bigChunk(1000), bigChunk(1000)]);
    const report = await run(bytes.pipe(parsePackets(mp3), slow()), { write: () => {} });
    expect(report).toMatchObject({ ended: 'complete', items: 3000 });
  });

  it('holds the source: no second chunk is pulled while the first one waits', async () => {
    let pulled = 0;
    let written = 0;
    const bytes = fromPull(function* () {
      for (let n = 0; n < 4; n++) {
        pulled += 1;
        yield bigChunk(1000);
      }
    });
    const seen: number[] = [];
    await run(bytes.pipe(parsePackets(mp3), slow()), {
      write: () => {
        written += 1;
        if (written % 1000 === 500) seen.push(pulled);
      },
    });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('does not open the limit for a source that cannot wait', async () => {
    const twice = transform<Uint8Array, Uint8Array>(() => ({
      next: (bytes, emit) => {
        emit(bytes);
        emit(bytes);
      },
    }));
    const bytes = from([bigChunk(150), bigChunk(150), bigChunk(150)]);
    await expect(
      run(bytes.pipe(twice, parsePackets(mp3), slow()), { write: () => {} }),
    ).rejects.toMatchObject({ code: 'limit-exceeded' });
  });
});
