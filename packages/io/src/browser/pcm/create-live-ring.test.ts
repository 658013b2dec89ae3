import { describe, expect, it } from '@jest/globals';
import { createLiveRing } from './create-live-ring.js';
import type { LiveRing, LiveRingOptions } from './live-ring.types.js';

const RATE = 48_000;
const QUANTUM = 128;
const OPTIONS: LiveRingOptions = {
  sampleRate: RATE,
  channelCount: 1,
  targetLatency: 0.35,
  jumpAbove: 0.6,
  maxBufferSeconds: 5,
};
const HERTZ = 441;
const tone = (at: number, rate = RATE): number => 0.5 * Math.sin((2 * Math.PI * HERTZ * at) / rate);
/** No two samples of it differ by more, unless it is cut. */
const steepestOf = (rate: number): number => Math.sin((Math.PI * HERTZ) / rate) * 1.02;
const STEEPEST = steepestOf(RATE);

/** A ring fed with a tone, in virtual time. */
const setUp = (options: Partial<LiveRingOptions> = {}) => {
  const { sampleRate: rate } = { ...OPTIONS, ...options };
  const ring = createLiveRing({ ...OPTIONS, ...options });
  const heard: number[] = [];
  let sent = 0;
  const feed = (samples: number, follows = true): void => {
    const plane = new Float32Array(samples);
    for (let i = 0; i < samples; i += 1) plane[i] = tone(sent + i, rate);
    ring.push([plane], follows);
    sent += samples;
  };
  const play = (samples: number): void => {
    for (let done = 0; done < samples; done += QUANTUM) {
      const plane = new Float32Array(QUANTUM);
      ring.pull([plane]);
      for (let i = 0; i < QUANTUM; i += 1) heard.push(plane[i] ?? 0);
    }
  };
  /** Lumps of `lump` seconds, in real time by a clock that is `speed` times as fast as the graph's. */
  const live = (seconds: number, lump = 0.088, speed = 1): { lowest: number; highest: number } => {
    let lowest = Number.POSITIVE_INFINITY;
    let highest = 0;
    let due = 0;
    for (let now = 0; now < seconds; now += QUANTUM / rate) {
      for (; due <= now * speed; due += lump) feed(Math.round(lump * rate));
      play(QUANTUM);
      if (now < 1) continue;
      lowest = Math.min(lowest, ring.figures.level / rate);
      highest = Math.max(highest, ring.figures.level / rate);
    }
    return { lowest, highest };
  };
  return { ring, heard, feed, play, live };
};

const steepest = (samples: readonly number[]): number =>
  samples.reduce((most, x, i) => Math.max(most, Math.abs(x - (samples[i - 1] ?? 0))), 0);
const firstSound = (samples: readonly number[]): number => samples.findIndex((x) => x !== 0);
const stateOf = ({ figures }: LiveRing): string => figures.state;

describe('createLiveRing', () => {
  it('is silent until the target has come, then begins at the target whatever came at once', () => {
    const { ring, feed, play } = setUp();
    feed(0.3 * RATE);
    play(RATE);
    expect([stateOf(ring), ring.figures.played]).toEqual(['waiting', 0]);
    feed(2 * RATE);
    play(0.02 * RATE);
    expect(stateOf(ring)).toBe('playing');
    expect(ring.figures.level / RATE).toBeCloseTo(0.35, 1);
    expect(ring.figures).toMatchObject({ rate: 1, jumps: 0, dropped: 0 });
  });

  it('plays the samples as they came, at rate 1', () => {
    const { heard, ring, live } = setUp();
    live(10);
    expect(ring.figures).toMatchObject({ state: 'playing', jumps: 0, catchUps: 0, dropped: 0 });
    const from = firstSound(heard) + 1000;
    const place = ring.figures.taken - ring.figures.level - heard.length;
    const wrong = heard.filter((x, i) => i > from && x !== Math.fround(tone(place + i)));
    expect(wrong).toEqual([]);
  });

  it.each([
    { speed: 1.003, lump: 0.088 },
    { speed: 0.997, lump: 0.088 },
    { speed: 1.001, lump: 0.256 },
    { speed: 0.999, lump: 0.026 },
  ])('holds its distance for a hundred seconds to a sender $speed times as fast, in lumps of $lump s', ({
    speed,
    lump,
  }) => {
    const { ring, live, heard } = setUp({ sampleRate: 8000 });
    const { lowest, highest } = live(100, lump, speed);
    expect(highest).toBeLessThan(0.6);
    expect(lowest).toBeGreaterThan(0.02);
    expect(ring.figures).toMatchObject({ state: 'playing', jumps: 0, dropped: 0 });
    expect(steepest(heard)).toBeLessThan(steepestOf(8000));
  });

  it('comes back by pitch when it is a little late, without a click, and to whole samples', () => {
    const { ring, feed, live, heard } = setUp();
    live(3);
    feed(0.16 * RATE);
    live(5);
    expect(ring.figures.rate).toBe(1.005);
    live(45);
    expect(ring.figures).toMatchObject({ rate: 1, catchUps: 1, jumps: 0 });
    expect(ring.figures.level / RATE).toBeLessThan(0.45);
    // Only the place where the surplus came in is steep: the tone that is fed does not jump.
    expect(steepest(heard)).toBeLessThan(STEEPEST);
  });

  it('jumps to the target when it is far behind, faded', () => {
    const { ring, feed, live, heard } = setUp();
    live(2);
    feed(1.5 * RATE + 37);
    live(2);
    expect(ring.figures.jumps).toBe(1);
    expect(ring.figures.level / RATE).toBeLessThan(0.5);
    expect(steepest(heard)).toBeLessThan(2 * STEEPEST);
  });

  it('fades out when audio runs out, waits for the target again, and fades in', () => {
    const { ring, heard, play, live } = setUp();
    live(2);
    play(0.6 * RATE);
    expect(stateOf(ring)).toBe('waiting');
    expect(heard.slice(-1000).every((x) => x === 0)).toBe(true);
    live(2);
    expect(stateOf(ring)).toBe('playing');
    expect(steepest(heard)).toBeLessThan(2 * STEEPEST);
  });

  it('begins anew, faded, where samples do not follow on', () => {
    const { ring, heard, feed, live } = setUp();
    live(2);
    feed(0.5 * RATE, false);
    live(2);
    expect(stateOf(ring)).toBe('playing');
    expect(ring.figures.level / RATE).toBeLessThan(0.5);
    expect(steepest(heard)).toBeLessThan(2 * STEEPEST);
  });

  it('holds no more than its limit, the newest, however much comes', () => {
    const { ring, feed, play, live } = setUp({ maxBufferSeconds: 1 });
    for (let lump = 0; lump < 100; lump += 1) feed(0.1 * RATE);
    expect(ring.figures).toMatchObject({ level: RATE, dropped: 9 * RATE, taken: 10 * RATE });
    feed(3 * RATE);
    expect(ring.figures.level).toBe(RATE);
    play(0.1 * RATE);
    live(1);
    expect(stateOf(ring)).toBe('playing');
  });

  it('plays to the last sample after the end, also what is shorter than the target', () => {
    const { ring, heard, feed, play } = setUp();
    feed(1000);
    ring.end();
    play(2000);
    expect([stateOf(ring), ring.figures.played, ring.figures.level]).toEqual(['ended', 1000, 0]);
    expect(heard.filter((x) => x !== 0).length).toBeGreaterThanOrEqual(990);
    const empty = setUp();
    empty.ring.end();
    empty.play(QUANTUM);
    expect(stateOf(empty.ring)).toBe('ended');
  });

  it('keeps channels apart, through every way of reading', () => {
    const ring = createLiveRing({ ...OPTIONS, channelCount: 2 });
    const outs = [new Float32Array(QUANTUM), new Float32Array(QUANTUM)];
    for (let lump = 0; lump < 400; lump += 1) {
      const length = lump < 5 ? 9600 : 480 + (lump % 7 === 0 ? 40 : 0);
      ring.push([new Float32Array(length).fill(0.25), new Float32Array(length).fill(-0.5)], true);
      for (let i = 0; i < 4; i += 1) ring.pull(outs);
      for (const i of [0, 64, 127]) {
        expect(outs[1]?.[i]).toBeCloseTo(-2 * (outs[0]?.[i] ?? 0), 5);
      }
    }
    expect(outs[0]?.[5]).toBeCloseTo(0.25, 5);
  });
});
