import { fromFrames } from '@audioflow/core';
import { collect, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { constantQ, constantQOf } from './constant-q.js';

const sampleRate = 22_050;
const { sin } = Math;

describe('constantQ', () => {
  it('shows sines of 1 on notes as 1, and nothing an octave away', () => {
    const notes = [0, 33, 52, 83];
    const sum = new Float32Array(sampleRate);
    for (const note of notes) {
      const step = (2 * Math.PI * 32.70319566257483 * 2 ** (note / 12)) / sampleRate;
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + sin(step * i);
    }
    const { data, size, frameCount } = constantQOf(sum, { sampleRate, hopLength: 2048 });
    const row = data.subarray(size * (frameCount >> 1), size * ((frameCount >> 1) + 1));
    for (const note of notes) {
      expect(row[note]).toBeCloseTo(1, 2);
      for (const far of [note - 12, note + 12]) {
        if (far >= 0 && far < 84) expect(row[far]).toBeLessThan(0.01);
      }
    }
  });

  it('is what the definition says, to 1e-3', () => {
    const [noise = new Float32Array()] = noiseFrame(8192, { sampleRate }).channels;
    const options = { sampleRate, minFrequency: 220, binCount: 12, hopLength: 8192 };
    const { data } = constantQOf(noise, { ...options, center: false });
    const q = 1 / (2 ** (1 / 12) - 1);
    const size = 2 ** Math.ceil(Math.log2((q * sampleRate) / 220));
    for (let bin = 0; bin < 12; bin++) {
      const hz = 220 * 2 ** (bin / 12);
      const length = Math.round((q * sampleRate) / hz);
      let re = 0;
      let im = 0;
      let sum = 0;
      for (let i = 0; i < length; i++) {
        const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length);
        const x = noise[size / 2 - Math.floor(length / 2) + i] ?? 0;
        re += window * x * Math.cos((2 * Math.PI * hz * i) / sampleRate);
        im += window * x * Math.sin((2 * Math.PI * hz * i) / sampleRate);
        sum += window;
      }
      expect(data[bin]).toBeCloseTo((2 * Math.hypot(re, im)) / sum, 3);
    }
  });

  it('is the same as a stream', async () => {
    const whole = noiseFrame(9000, { sampleRate });
    const options = { minFrequency: 110, binCount: 40 };
    const offline = constantQOf(whole.channels[0] ?? new Float32Array(), {
      ...options,
      sampleRate,
    });
    const frames = await collect(
      fromFrames(splitFrame(whole, [700, 1])).pipe(constantQ(options)),
      false,
    );
    expect(Float32Array.from(frames.flatMap(({ values }) => [...values]))).toEqual(offline.data);
  });

  it('wants its notes below half the rate', () => {
    expect(() => constantQOf(new Float32Array(9), { sampleRate: 8000 })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});
