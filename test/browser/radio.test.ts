import { beforeAll, describe, expect, it } from '@jest/globals';
import { hasChromium } from './launch-chromium.js';
import { type Listening, listenToRadio } from './listen-to-radio.js';

const inChromium = hasChromium() ? describe : describe.skip;

inChromium('radio: the demo, heard for 30 s in a real Chromium', () => {
  let heard: Listening;
  beforeAll(async () => {
    heard = await listenToRadio(30);
  }, 120_000);

  it('plays in real time, within 1 %', () => {
    expect(Math.abs(heard.speed - 1)).toBeLessThan(0.01);
  });

  it('plays without any error or stall', () => {
    expect(heard.errors).toEqual([]);
    expect(heard.stats).toMatchObject({ stalls: 0, jumps: 0, reconnects: 0, droppedBytes: 0 });
  });

  it('stays at most 0.6 s behind the live edge', () => {
    expect(Math.max(...heard.latencies)).toBeLessThanOrEqual(0.6);
    expect(heard.endToEnd).toBeLessThanOrEqual(0.6);
  });

  it('sounds like the file that is played, and like no other', () => {
    expect(heard.same.value).toBeGreaterThanOrEqual(0.9);
    expect(heard.different.value).toBeLessThan(0.3);
  });

  it('ends with 0 while somebody listens', () => {
    expect(heard.exitCode).toBe(0);
  });
});

inChromium('radio: the demo without any codec engine, in a real Chromium', () => {
  let heard: Listening;
  beforeAll(async () => {
    heard = await listenToRadio(0, ['--codec', 'pcm', '--sample-rate', '48000']);
  }, 120_000);

  it('plays PCM of another rate than the page, in real time and without any error or stall', () => {
    expect(heard.shown).toBe('PCM · 1536 kbit/s · 48 kHz · stereo');
    expect(heard.errors).toEqual([]);
    expect(Math.abs(heard.speed - 1)).toBeLessThan(0.01);
    expect(heard.stats).toMatchObject({ stalls: 0, jumps: 0, reconnects: 0, droppedBytes: 0 });
  });

  it('stays at most 0.6 s behind the live edge', () => {
    expect(Math.max(...heard.latencies)).toBeLessThanOrEqual(0.6);
    expect(heard.endToEnd).toBeLessThanOrEqual(0.6);
  });

  it('sounds like the file that is played, and like no other', () => {
    expect(heard.same.value).toBeGreaterThanOrEqual(0.9);
    expect(heard.different.value).toBeLessThan(0.3);
  });
});
