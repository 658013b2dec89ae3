import { fromPull, type Packet, run } from '@audioflow/core';
import { decode } from '@audioflow/core/codec';
import { describe, expect, it } from '@jest/globals';
import { mp3 } from '../codec/index.js';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';
import { packetProblem } from './packet-problem.js';

const good: Packet<'mp3'> = {
  kind: 'packet',
  codec: 'mp3',
  data: Uint8Array.of(0xff, 0xfb, 0x90, 0x00, ...new Uint8Array(413)),
  sampleRate: 44_100,
  channelCount: 2,
  pts: 0,
  duration: 1152,
};

describe('packetProblem', () => {
  it('names what no packet can have', () => {
    expect(packetProblem(good)).toBeUndefined();
    expect(packetProblem({ ...good, sampleRate: 0 })).toMatch(/sampleRate above 0, got 0/);
    expect(packetProblem({ ...good, sampleRate: Number.NaN })).toMatch(/got NaN/);
    expect(packetProblem({ ...good, pts: 0.5 })).toMatch(/integer pts/);
  });
});

describeWithFfmpeg('packetProblem on the process engine', () => {
  it('is told of a packet without a rate, which passes no limit', async () => {
    const packets = Array.from({ length: 8 }, (_, i) => ({
      ...good,
      pts: 1152 * i,
      sampleRate: 0,
    }));
    const decoding = fromPull(() => packets).pipe(
      decode(mp3, { engine: 'process', onMalformed: 'error' }),
    );
    await expect(run(decoding, { write: () => {} })).rejects.toMatchObject({
      code: 'malformed-data',
    });
  });
});
