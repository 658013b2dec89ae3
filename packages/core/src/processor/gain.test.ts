import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import { type AudioFrame, createAudioFormat, deinterleave, interleave } from '../signal/index.js';
import { collect, describeProcessor, noiseFrame } from '../testing/index.js';
import { gain } from './gain.js';

describeProcessor('gain', { create: () => gain(0.7) });

const amplified = async (factor: number, channels: readonly Float32Array[]) => {
  const frame: AudioFrame = { ...noiseFrame(0), channels, length: channels[0]?.length ?? 0 };
  const [out] = await collect(from([frame]).pipe(gain(factor)));
  return out ?? frame;
};

describe('gain', () => {
  it.each([
    [2, [32767, -32768, 2, -2, 6]],
    [0.5, [10000, -10000, 1, -1, 2]],
  ])('by %d saturates and rounds half away from zero in s16', async (factor, expected) => {
    const input = Int16Array.of(20000, -20000, 1, -1, 3);
    const format = createAudioFormat({ sampleRate: 48000, sampleType: 's16', channelCount: 1 });
    const planes = deinterleave(new Uint8Array(input.buffer), format);
    const out = interleave(await amplified(factor, planes), 's16');
    expect([...new Int16Array(out.buffer)]).toEqual(expected);
  });

  it('leaves room above full scale', async () => {
    const { channels } = await amplified(8, [Float32Array.of(1, -0.5)]);
    expect(channels).toEqual([Float32Array.of(8, -4)]);
  });

  it('puts out finite samples only', async () => {
    const wild = Float32Array.of(Number.NaN, Infinity, -Infinity, 3e38, -3e38);
    const largest = 3.4028234663852886e38;
    const limited = Float32Array.of(0, largest, -largest, largest, -largest);
    expect((await amplified(2, [wild])).channels).toEqual([limited]);
    expect((await amplified(0, [wild])).channels[0]?.every((x) => x === 0)).toBe(true);
  });

  it('keeps all but the samples', async () => {
    const layout = { channelCount: 1, mask: 4 };
    const frame = { ...noiseFrame(4, { pts: 77 }), layout, capturedAt: 12.5 };
    const [out] = await collect(from([frame]).pipe(gain(1)));
    expect(out).toEqual(frame);
  });

  it.each([Number.NaN, Infinity, -Infinity])('refuses the factor %d at once', (factor) => {
    expect(() => gain(factor)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});
