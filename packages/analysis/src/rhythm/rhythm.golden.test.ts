import { fromFrames } from '@audioflow/core';
import { collect, describeStage, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { casesOf, signalOf } from '../fixtures/golden.js';
import {
  compareBeats,
  compareOnsets,
  compareStrength,
  compareTempo,
  tempoTruths,
} from '../fixtures/rhythm.js';
import { beats, beatsOf } from './beats.js';
import { onsetStrength, onsetStrengthOf } from './onset-strength.js';
import { onsets, onsetsOf } from './onsets.js';
import { tempo, tempoOf } from './tempo.js';

const frameOf = (name: string) => {
  const { samples, sampleRate } = signalOf(name);
  return { kind: 'pcm' as const, sampleRate, channels: [samples], length: samples.length, pts: 0 };
};

describe('onsetStrength', () => {
  it.each(casesOf('onset.onset_strength'))('$id', (golden) => {
    const { difference, tolerance } = compareStrength(golden);
    expect(difference).toBeLessThanOrEqual(tolerance);
  });

  it('is the same as a stream, where nothing is below the floor or there is none', async () => {
    const whole = frameOf('chords22k');
    const { data } = onsetStrengthOf(whole.channels[0] ?? new Float32Array(), {
      sampleRate: 22_050,
      topDb: null,
    });
    for (const cuts of [[1024], [7, 5000, 313]]) {
      const frames = await collect(
        fromFrames(splitFrame(whole, cuts)).pipe(onsetStrength({ topDb: null })),
        false,
      );
      expect(Float32Array.from(frames, ({ values }) => values[0] ?? 0)).toEqual(data);
    }
  });
});

describe('onsets', () => {
  it.each(casesOf('onset.onset_detect'))('$id', (golden) => {
    expect(compareOnsets(golden)).toBeLessThanOrEqual(1.001);
  });

  it('finds clicks in a stream within 50 ms of the truth, however it is cut', async () => {
    const whole = frameOf('clicks22k');
    const reference = await collect(fromFrames([whole]).pipe(onsets()), false);
    // The truth: every half second from 0.25 s on.
    const clicks = reference.filter(({ pts }) => pts > 4000);
    expect(clicks).toHaveLength(24);
    for (const [k, { pts }] of clicks.entries()) {
      expect(Math.abs(pts / 22_050 - (0.25 + 0.5 * k))).toBeLessThan(0.05);
    }
    for (const cuts of [[512], [3000, 1, 77]]) {
      expect(await collect(fromFrames(splitFrame(whole, cuts)).pipe(onsets()), false)).toEqual(
        reference,
      );
    }
  });

  it('finds nothing in silence and in nothing', async () => {
    for (const samples of [new Float32Array(22_050), new Float32Array(0), Float32Array.of(1)]) {
      expect(onsetsOf(samples, { sampleRate: 22_050 })).toEqual([]);
    }
    const silent = {
      ...frameOf('clicks22k'),
      channels: [new Float32Array(22_050)],
      length: 22_050,
    };
    expect(await collect(fromFrames([silent]).pipe(onsets()))).toEqual([]);
  });
});

describe('tempo', () => {
  it.each(casesOf('feature.tempo'))('is that of librosa without interpolation: $id', (golden) => {
    expect(compareTempo(golden)).toBeLessThan(5e-4);
  });

  it.each(tempoTruths)('is within 1 %% of the truth: %s', (name, bpm) => {
    const { samples, sampleRate } = signalOf(name);
    expect(Math.abs(tempoOf(samples, { sampleRate }) / bpm - 1)).toBeLessThan(0.01);
  });

  it.each([60, 72, 84, 97, 104, 128, 133, 150, 174])('finds %d beats per minute', (bpm) => {
    const period = (60 * 22_050) / bpm;
    const { sin, exp } = Math;
    const clicks = new Float32Array(22_050 * 12);
    for (let i = 0; i < clicks.length; i++) {
      const since = i % period;
      clicks[i] = 0.8 * exp(-since / 300) * sin(since / 3);
    }
    const found = tempoOf(clicks, { sampleRate: 22_050 });
    // An octave off is a matter of taste: the nearest to 120 is likelier.
    const error = Math.min(...[0.5, 1, 2].map((times) => Math.abs(found / (bpm * times) - 1)));
    expect(error).toBeLessThan(0.04);
    if (bpm > 80 && bpm < 160) expect(Math.abs(found / bpm - 1)).toBeLessThan(0.04);
  });

  it('of a stream comes every second, and of silence is 0', async () => {
    const whole = frameOf('clicks22k');
    const answers = await collect(
      fromFrames(splitFrame(whole, [4096])).pipe(tempo({ interval: 3 })),
      false,
    );
    expect(answers).toHaveLength(4);
    expect(Math.abs((answers[2]?.bpm ?? 0) / 120 - 1)).toBeLessThan(0.02);
    expect(tempoOf(new Float32Array(50_000), { sampleRate: 22_050 })).toBe(0);
    expect(tempoOf(new Float32Array(0), { sampleRate: 22_050 })).toBe(0);
    expect(beatsOf(new Float32Array(50_000), { sampleRate: 22_050 }).pts).toEqual([]);
  });

  it.each(casesOf('feature.tempogram'))('$id', (golden) => {
    const { difference, tolerance } = compareStrength(golden);
    expect(difference).toBeLessThanOrEqual(tolerance);
  });
});

describe('beats', () => {
  it.each(casesOf('beat.beat_track'))('$id', (golden) => {
    const { frames, bpm } = compareBeats(golden);
    expect(bpm).toBeLessThan(5e-4);
    expect(frames).toBeLessThanOrEqual(1);
  });

  it('lie on the clicks', () => {
    const { samples, sampleRate } = signalOf('clicks22k');
    const { bpm, pts } = beatsOf(samples, { sampleRate });
    expect(Math.abs(bpm / 120 - 1)).toBeLessThan(0.01);
    expect(pts.length).toBeGreaterThanOrEqual(22);
    for (const beat of pts) {
      const phase = ((((beat / sampleRate - 0.25) % 0.5) + 0.75) % 0.5) - 0.25;
      expect(Math.abs(phase)).toBeLessThan(0.05);
    }
  });
});

describe('beats of a stream', () => {
  it('lie on the clicks, one each, however it is cut', async () => {
    const whole = frameOf('clicks22k');
    const reference = await collect(fromFrames([whole]).pipe(beats()), false);
    expect(reference.length).toBeGreaterThanOrEqual(21);
    for (const [k, { pts, bpm }] of reference.entries()) {
      const phase = ((((pts / 22_050 - 0.25) % 0.5) + 0.75) % 0.5) - 0.25;
      expect(Math.abs(phase)).toBeLessThan(0.05);
      expect(Math.abs(bpm / 120 - 1)).toBeLessThan(0.02);
      const before = reference[k - 1];
      if (before) expect((pts - before.pts) / 22_050).toBeCloseTo(0.5, 1);
    }
    const frames = splitFrame(whole, [9000, 1, 333]);
    expect(await collect(fromFrames(frames).pipe(beats()), false)).toEqual(reference);
  });

  it('are none in silence', async () => {
    const silent = {
      ...frameOf('clicks22k'),
      channels: [new Float32Array(150_000)],
      length: 150_000,
    };
    expect(await collect(fromFrames([silent]).pipe(beats()))).toEqual([]);
  });
});

describe('a channel that is not there', () => {
  const clicks = () => fromFrames([frameOf('clicks22k')]);
  it.each([
    ['onsets', () => collect<unknown>(clicks().pipe(onsets({ channel: 1 })))],
    ['tempo', () => collect<unknown>(clicks().pipe(tempo({ channel: 1 })))],
    ['beats', () => collect<unknown>(clicks().pipe(beats({ channel: 1 })))],
  ] as const)('ends %s with an error', async (_, listen) => {
    await expect(listen()).rejects.toMatchObject({ code: 'invalid-option' });
  });
});

const inputs = splitFrame(
  { ...noiseFrame(0), ...frameOf('clicks22k'), sampleRate: 22_050 },
  [44_100],
).slice(0, 4);
describeStage('onsets', { create: () => onsets({ fftSize: 512 }), inputs: () => inputs });
