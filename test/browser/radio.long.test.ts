import { describe, expect, it } from '@jest/globals';
import { hasChromium } from './launch-chromium.js';
import { listenToRadio } from './listen-to-radio.js';

const inChromium = hasChromium() ? describe : describe.skip;

inChromium('radio: the demo, heard for five minutes in a real Chromium', () => {
  it('keeps real time and the live edge, without a stall', async () => {
    const heard = await listenToRadio(300);
    expect(heard.errors).toEqual([]);
    expect(Math.abs(heard.speed - 1)).toBeLessThan(0.001);
    expect(Math.max(...heard.latencies)).toBeLessThanOrEqual(0.6);
    expect(heard.stats).toMatchObject({ stalls: 0, jumps: 0, reconnects: 0, droppedBytes: 0 });
    expect(heard.same.value).toBeGreaterThanOrEqual(0.9);
    expect(heard.exitCode).toBe(0);
  }, 400_000);
});
