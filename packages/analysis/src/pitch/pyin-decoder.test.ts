import { fromFrames } from '@audioflow/core';
import { collect, describeStage, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { signalOf } from '../fixtures/golden.js';
import { pitch, pitchOf } from './pitch.js';
import { createPyinDecoder } from './pyin-decoder.js';
import { planSteps } from './pyin-steps.js';

const TINY = 2.2250738585072014e-308;

/** The Viterbi algorithm, with all transitions written out. */
const viterbi = (frames: readonly Float64Array[], bins: number, width: number): number[] => {
  const { half, logTriangle, logSums } = planSteps(bins, width);
  const move = (from: number, to: number): number => {
    const distance = Math.abs((from % bins) - (to % bins));
    if (distance > half) return Math.log(TINY);
    const isSame = from < bins === to < bins;
    const step = (logTriangle[distance] ?? 0) - (logSums[from % bins] ?? 0);
    return step + Math.log(isSame ? 0.99 : 0.01);
  };
  const states = Array.from({ length: 2 * bins }, (_, state) => state);
  const seen = (frame: Float64Array, state: number): number =>
    Math.log(Math.max(TINY, frame[Math.min(state, bins)] ?? 0));
  const backs: number[][] = [];
  let scores = states.map((s) => seen(frames[0] ?? new Float64Array(), s) - Math.log(2 * bins));
  for (const frame of frames.slice(1)) {
    const back = states.map((to) =>
      states.reduce((most, from) =>
        (scores[from] ?? 0) + move(from, to) > (scores[most] ?? 0) + move(most, to) ? from : most,
      ),
    );
    scores = back.map((from, to) => (scores[from] ?? 0) + move(from, to) + seen(frame, to));
    backs.unshift(back);
  }
  let state = scores.indexOf(Math.max(...scores));
  const way = [state];
  for (const back of backs) {
    state = back[state] ?? 0;
    way.unshift(state);
  }
  return way;
};

const random = fc.array(
  fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }),
  {
    minLength: 1,
    maxLength: 150,
  },
);
const framesOf = (values: readonly (readonly number[])[], bins: number): Float64Array[] =>
  values.map((row) => {
    // Some bins are not seen at all, as in a real frame.
    const seen = row.slice(0, bins).map((x) => (x < 0.6 ? 0 : (x - 0.6) / bins));
    const sum = seen.reduce((total, x) => total + x, 0);
    return Float64Array.from([...seen, (1 - Math.min(1, sum)) / bins]);
  });

describe('the decoder of pYIN', () => {
  it('finds what the Viterbi algorithm finds, and hands it out as soon as it is settled', () => {
    fc.assert(
      fc.property(random, (values) => {
        const frames = framesOf(values, 6);
        const decoder = createPyinDecoder({ bins: 6, width: 5 });
        const states: number[] = [];
        for (const frame of frames) decoder.push(frame, (state) => states.push(state));
        decoder.end((state) => states.push(state));
        const voiced = (state: number): number => (state < 6 ? state : -1);
        expect(states.map(voiced)).toEqual(viterbi(frames, 6, 5).map(voiced));
      }),
      { numRuns: 60 },
    );
  });

  it.each([0, 1, 7, 40])('with a lag of %d is that many frames late', (lag) => {
    const decoder = createPyinDecoder({ bins: 30, width: 11, lag });
    let count = 0;
    for (let frame = 0; frame < 100; frame++) {
      const seen = new Float64Array(31);
      seen[frame % 30] = 0.9;
      seen[30] = 0.1 / 30;
      decoder.push(seen, () => {
        count += 1;
      });
      expect(count).toBe(Math.max(0, frame + 1 - lag));
    }
    decoder.end(() => {
      count += 1;
    });
    expect(count).toBe(100);
  });

  it('does not remember more and more of silence or of a tone', () => {
    const decoder = createPyinDecoder({ bins: 100, width: 21 });
    const silence = new Float64Array(101);
    silence[100] = 1 / 100;
    const tone = new Float64Array(101);
    tone[40] = 0.95;
    tone[100] = 0.05 / 100;
    let open = 0;
    for (const [frame, count] of [
      [silence, 1000],
      [tone, 1000],
      [silence, 1000],
    ] as const) {
      for (let i = 0; i < count; i++) {
        open += 1;
        decoder.push(frame, () => {
          open -= 1;
        });
        expect(open).toBeLessThan(130);
      }
    }
  });
});

describe('pYIN in a stream', () => {
  it.each(['glide22k', 'voice16k'])('says of %s what it says in memory', async (name) => {
    const { samples, sampleRate } = signalOf(name);
    const options = { minFrequency: 65, maxFrequency: 800 };
    const offline = pitchOf(samples, { ...options, sampleRate });
    const whole = {
      kind: 'pcm' as const,
      sampleRate,
      channels: [samples],
      length: samples.length,
      pts: 9,
    };
    for (const [lagMs, least] of [
      [10_000, 1],
      [500, 1],
      [100, 0.97],
    ] as const) {
      const stream = fromFrames(splitFrame(whole, [1, 9999, 300]));
      const frames = await collect(
        stream.pipe(pitch({ ...options, method: 'pyin', lagMs })),
        false,
      );
      expect(frames.map(({ pts }) => pts)).toEqual(frames.map((_, k) => 9 + 512 * k));
      expect(frames).toHaveLength(offline.frameCount);
      const same = frames.filter(({ frequency }, k) =>
        Object.is(Math.fround(frequency), offline.frequency[k]),
      );
      expect(same.length / frames.length).toBeGreaterThanOrEqual(least);
      expect(Float32Array.from(frames, ({ confidence }) => confidence)).toEqual(
        offline.probability,
      );
    }
  });

  it.each([{ lagMs: -1 }, { lagMs: 70_000 }, { minFrequency: -1 }])('refuses %j', (options) => {
    expect(() => pitch({ method: 'pyin', ...options })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});

const inputs = splitFrame(noiseFrame(6000, { sampleRate: 22_050 }), [1024]);
describeStage('pitch by pYIN', {
  create: () => pitch({ method: 'pyin', frameLength: 1024, lagMs: 60 }),
  inputs: () => inputs,
});
