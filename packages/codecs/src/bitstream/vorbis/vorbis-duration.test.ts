import { expect, it } from '@jest/globals';
import { vorbis } from '../../codec/index.js';
import { encodeAll, toneFrame } from '../../fixtures/sessions.js';
import { vorbisDuration } from './vorbis-duration.js';

it.each([
  [48_000, 2, 3],
  [8000, 1, 1],
  [44_100, 6, 3],
])('tells what the encoder told at %i Hz in %i channels', async (sampleRate, channelCount, kinds) => {
  const tone = toneFrame(sampleRate, sampleRate, channelCount);
  // A click makes blocks short.
  for (const plane of tone.channels) plane.set([1, -1, 1, -1], 3000);
  const packets = await encodeAll(vorbis, [tone], { engine: 'native' });
  const durations = new Set<number>();
  for (const [i, { data, duration, config }] of packets.entries()) {
    const before = packets[i - 1]?.data;
    if (before === undefined || config === undefined) continue;
    expect(vorbisDuration(data, before, config)).toBe(duration);
    durations.add(duration);
  }
  expect(durations.size).toBeGreaterThanOrEqual(kinds);
});

it('tells nothing of a configuration that is none', () => {
  const none = [[], [2], [2, 255, 255], [2, 1, 1, 3, 5, 0], [2, 30, 0, ...new Uint8Array(40)]];
  for (const config of none) {
    expect(vorbisDuration(new Uint8Array(3), new Uint8Array(3), Uint8Array.from(config))).toBe(
      undefined,
    );
  }
});
