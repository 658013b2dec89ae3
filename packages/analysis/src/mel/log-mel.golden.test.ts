import { fromFrames } from '@audioflow/core';
import { collect, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { whisperCases } from '../fixtures/golden.js';
import { makeSignal } from '../fixtures/make-signal.js';
import { compareWhisper } from '../fixtures/whisper.js';
import { fastLog10 } from './fast-log10.js';
import { logMel, logMelOf } from './log-mel.js';
import { normalizeLogMel } from './normalize-log-mel.js';
import { qwen2AudioLengths, qwen2AudioMask } from './qwen2-audio.js';

describe.each([
  ['double', 1e-6],
  ['single', 2e-4],
] as const)('the front end of Whisper in %s precision', (precision, tolerance) => {
  it.each(whisperCases)('$id', (golden) => {
    const { n_mels: melCount, frames, fullShape, tailConstant } = golden;
    const { ours, difference } = compareWhisper(golden, precision);
    expect([ours.size, Math.min(3000, ours.frameCount)]).toEqual(fullShape);
    expect(difference).toBeLessThan(tolerance);
    if (tailConstant !== null) {
      const tail = ours.data.subarray((frames[1] + 1) * melCount, 3000 * melCount);
      expect(tail.every((x) => Math.abs(x - tailConstant) < tolerance)).toBe(true);
    }
    if (golden.attentionMaskOnes !== undefined) {
      expect(ours.attentionMask.reduce((sum, x) => sum + x, 0)).toBe(golden.attentionMaskOnes);
      expect(ours.length).toBe(golden.attentionMaskOnes);
      expect(qwen2AudioLengths(ours.length).tokens).toBe(golden.qwen2AudioTokens);
    }
  });

  it('gives the same as a stream, scaled over the whole', async () => {
    for (const golden of whisperCases.filter(({ mode }) => mode === 'nopad')) {
      const samples = makeSignal(golden.signalSpec);
      const whole = {
        kind: 'pcm' as const,
        sampleRate: 16_000,
        channels: [samples],
        length: samples.length,
        pts: 0,
      };
      for (const lengths of [[160], [1, 700, 33], [100_000]]) {
        const frames = await collect(
          fromFrames(splitFrame(whole, lengths)).pipe(
            logMel({ melCount: golden.n_mels, precision }),
          ),
          false,
        );
        expect(frames.map(({ pts }) => pts)).toEqual(frames.map((_, k) => 160 * k));
        const raw = Float32Array.from(frames.flatMap(({ values }) => [...values]));
        const offline = logMelOf(samples, {
          sampleRate: 16_000,
          padTo: null,
          melCount: golden.n_mels,
          precision,
        });
        expect(normalizeLogMel(raw)).toEqual(offline.data);
      }
    }
  });

  it('lifts what is far below the loudest, as a stream that is scaled does', async () => {
    const samples = Float32Array.from({ length: 6000 }, (_, i) =>
      i % 2500 < 700 ? 0 : Math.sin(i * i) * (i < 3000 ? 1e-6 : 1),
    );
    for (const length of [1, 159, 160, 161, 401, 2600, 6000]) {
      const part = samples.subarray(0, length);
      const frame = { kind: 'pcm' as const, sampleRate: 16_000, channels: [part], length, pts: 0 };
      const stream = fromFrames([frame]).pipe(logMel({ melCount: 81, precision }));
      const raw = (await collect(stream, false)).flatMap(({ values }) => [...values]);
      const init = { sampleRate: 16_000, melCount: 81, padTo: null, precision };
      const { data } = logMelOf(part, init);
      expect(data).toEqual(normalizeLogMel(Float32Array.from(raw)));
      if (length === 6000)
        expect(data.filter((x) => x === Math.min(...data)).length).toBeGreaterThan(500);
    }
  });

  it('pads and cuts to 30 s', () => {
    const noise = makeSignal({ sr: 16_000, n: 500_000, parts: [] }).fill(0.1);
    for (const [n, length] of [
      [479_700, 2999],
      [479_999, 3000],
      [480_000, 3000],
      [500_000, 3000],
    ] as const) {
      const long = logMelOf(noise.subarray(0, n), { sampleRate: 16_000, precision });
      expect([long.frameCount, long.length]).toEqual([3000, length]);
      expect(long.data.every(Number.isFinite)).toBe(true);
    }
    const nothing = logMelOf(new Float32Array(0), { sampleRate: 16_000 });
    expect([nothing.frameCount, nothing.length, nothing.data[0]]).toEqual([3000, 0, -1.5]);
    expect(logMelOf(new Float32Array(1), { sampleRate: 16_000, padTo: null }).frameCount).toBe(0);
  });

  it('wants 16 kHz', () => {
    expect(() => logMelOf(new Float32Array(1), { sampleRate: 44_100 })).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    );
  });
});

describe('the lengths of Qwen2-Audio', () => {
  it.each([
    [0.1, 10, 5, 2],
    [1, 100, 50, 25],
    [5, 500, 250, 125],
    [10, 1000, 500, 250],
    [30, 3000, 1500, 750],
  ])('%d s', (seconds, frames, features, tokens) => {
    const { length } = logMelOf(new Float32Array(seconds * 16_000), { sampleRate: 16_000 });
    expect(length).toBe(frames);
    expect(qwen2AudioLengths(length)).toEqual({ features, tokens });
  });

  it('masks the keys that are padding, in each row', () => {
    const { size, data } = qwen2AudioMask([3000, 10]);
    expect(size).toBe(1500);
    expect(data.subarray(0, size * size).every((x) => x === 0)).toBe(true);
    for (const row of [0, 700, 1499]) {
      const keys = data.subarray((size + row) * size, (size + row + 1) * size);
      expect(keys.subarray(0, 5).every((x) => x === 0)).toBe(true);
      expect(keys.subarray(5).every((x) => x === -Infinity)).toBe(true);
    }
    expect(() => qwen2AudioMask([3001])).toThrow();
  });
});

describe('fastLog10', () => {
  it('is log10', () => {
    let worst = 0;
    for (let i = 0; i < 20_000; i++) {
      const x = 10 ** (-12 + (24 * i) / 20_000);
      worst = Math.max(worst, Math.abs(fastLog10(x) - Math.log10(x)));
    }
    expect(worst).toBeLessThan(1e-13);
    expect(fastLog10(1e-10)).toBeCloseTo(-10, 12);
  });
});
