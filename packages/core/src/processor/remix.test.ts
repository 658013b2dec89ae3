import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import { type AudioFrame, type ChannelLayout, createFrame, LAYOUTS } from '../signal/index.js';
import { collect, describeProcessor } from '../testing/index.js';
import { remix } from './remix.js';

describeProcessor('remix to mono', { create: () => remix(1) });
describeProcessor('remix by a matrix', {
  create: () =>
    remix([
      [0.3, 0.6],
      [0.5, -0.5],
      [0, 1],
    ]),
});

/** One sample per channel. */
const frameOf = (samples: readonly number[], layout?: ChannelLayout): AudioFrame =>
  createFrame(
    samples.map((x) => Float32Array.of(x)),
    { sampleRate: 48000, pts: 5, ...(layout === undefined ? {} : { layout }) },
  );
const remixed = async (frame: AudioFrame, ...args: Parameters<typeof remix>) => {
  const [out] = await collect(from([frame]).pipe(remix(...args)));
  return out?.channels.map((plane) => plane[0]);
};
const expectClose = (came: readonly (number | undefined)[] | undefined, ...wanted: number[]) => {
  expect(came).toHaveLength(wanted.length);
  for (const [i, x] of wanted.entries()) expect(came?.[i]).toBeCloseTo(x, 6);
};

describe('remix by channel count', () => {
  it('plays mono on both sides at its own level', async () => {
    expectClose(await remixed(frameOf([0.5]), 2), 0.5, 0.5);
  });

  it('makes the mean of stereo, or its sum at equal power when not normalized', async () => {
    expectClose(await remixed(frameOf([1, 0.5]), 1), 0.75);
    expectClose(await remixed(frameOf([1, 0.5]), 1, { normalize: false }), 1.5 * Math.SQRT1_2);
  });

  it('gives mono back after stereo, bit by bit', async () => {
    const mono = frameOf([0.123]);
    const [out] = await collect(from([mono]).pipe(remix(2), remix(1)));
    expect(out?.channels).toEqual(mono.channels);
  });

  it('passes frames that fit as they are', async () => {
    const stereo = frameOf([1, 2]);
    const six = frameOf([1, 2, 3, 4, 5, 6]);
    expect((await collect(from([stereo]).pipe(remix(2))))[0]).toBe(stereo);
    expect((await collect(from([six]).pipe(remix(6))))[0]).toBe(six);
  });

  it('does not guess where six unnamed channels belong', async () => {
    const unnamed = collect(from([frameOf([1, 2, 3, 4, 5, 6])]).pipe(remix(2)));
    await expect(unnamed).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('0x0'),
    });
  });
});

describe('remix between layouts', () => {
  const [l, r, c, lfe, ls, rs] = [0.1, 0.2, 0.3, 0.9, 0.4, 0.5];
  const surround = [l, r, c, lfe, ls, rs];
  const h = Math.SQRT1_2;

  it.each(['5.1', '5.1(side)'] as const)('folds %s by BS.775 without the LFE', async (name) => {
    const frame = frameOf(surround, LAYOUTS[name]);
    const [left, right] = [l + h * c + h * ls, r + h * c + h * rs];
    expectClose(await remixed(frame, 2, { normalize: false }), left, right);
    expectClose(await remixed(frame, 2), left / (1 + 2 * h), right / (1 + 2 * h));
    const mono = h * (l + r) + c + 0.5 * (ls + rs);
    expectClose(await remixed(frame, 1, { normalize: false }), mono);
    expectClose(await remixed(frame, 1), mono / (2 * h + 2));
  });

  it('cannot exceed full scale when normalized', async () => {
    const full = frameOf(new Array<number>(8).fill(1), LAYOUTS['7.1']);
    for (const target of [1, 2, LAYOUTS.quad, LAYOUTS['5.1']]) {
      const out = await remixed(full, target);
      expect(Math.max(...(out ?? []).map(Number))).toBeCloseTo(1, 6);
    }
  });

  it('joins both rear pairs of 7.1 at equal power', async () => {
    const frame = frameOf([0, 0, 0, 0, 0.5, 0, 0.25, 0], LAYOUTS['7.1']);
    const out = await remixed(frame, LAYOUTS['5.1'], { normalize: false });
    expectClose(out, 0, 0, 0, 0, 0.5 + h * 0.25, 0);
  });

  it('puts mono in the centre and stereo in the front of 5.1', async () => {
    expectClose(await remixed(frameOf([1]), LAYOUTS['5.1']), 0, 0, 1, 0, 0, 0);
    expectClose(await remixed(frameOf([1, 0.5]), LAYOUTS['5.1']), 1, 0.5, 0, 0, 0, 0);
  });

  it('follows a layout that changes, and tells its own', async () => {
    const frames = [frameOf([1]), frameOf([1, 0]), frameOf(surround, LAYOUTS['5.1'])];
    const out = await collect(from(frames).pipe(remix(2)));
    expect(out.map((frame) => frame.channels.length)).toEqual([2, 2, 2]);
    expect(out[2]?.layout).toEqual(LAYOUTS.stereo);
    expect(out[2]?.pts).toBe(5);
  });
});

describe('remix by a matrix', () => {
  it('weighs inputs as the rows say, without normalizing', async () => {
    expectClose(
      await remixed(frameOf([0.5, 1]), [
        [1, 1],
        [-1, 0.5],
        [0, 0],
      ]),
      1.5,
      0,
      0,
    );
  });

  it('fails with unsupported on another number of channels', async () => {
    await expect(remixed(frameOf([1]), [[1, 1]])).rejects.toMatchObject({ code: 'unsupported' });
  });

  it.each([
    [0],
    [1.5],
    [[]],
    [[[1], [1, 2]]],
    [[[Number.NaN]]],
    [{ channelCount: 0, mask: 0 }],
  ])('refuses the target %j at once', (target) => {
    expect(() => remix(target)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});
