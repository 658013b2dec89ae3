import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { AudioFrame } from '@audioflow/core';
import { run } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { openAudio } from './open-audio.js';
import { probe } from './probe.js';
import { readAudio } from './read-audio.js';

/** Recordings of Debian packages: docs/real-recordings.md lists them. Samples as the ffmpeg program counts. */
const recordings = [
  ['alsa-utils', 'sounds/alsa/Front_Center.wav', 'wav', 'pcm', 48_000, 1, 68_545],
  [
    'frozen-bubble-data',
    'games/frozen-bubble/snd/applause.ogg',
    'ogg',
    'vorbis',
    44_100,
    2,
    90_947,
  ],
  ['yaru-theme-sound', 'sounds/Yaru/stereo/bell.oga', 'ogg', 'vorbis', 44_100, 2, 12_762],
  [
    'hydrogen-data',
    'hydrogen/data/drumkits/TR808EmulationKit/808_Clap.flac',
    'flac',
    'flac',
    44_100,
    1,
    7801,
  ],
  [
    'teeworlds-data',
    'games/teeworlds/data/audio/wp_switch-03.wv',
    'wv',
    'wavpack',
    44_100,
    1,
    11_686,
  ],
  [
    'openboard-common',
    'openboard/library/audios/Sonata para piano.mp3',
    'mp3',
    'mp3',
    44_100,
    2,
    4_765_824,
  ],
  [
    'openboard-common',
    'openboard/library/videos/wannaworktogether.mp4',
    'mov',
    'aac',
    44_100,
    2,
    7_949_312,
  ],
  ['puredata-doc', 'puredata/doc/sound/bell.aiff', 'aiff', 'pcm_s16be', 44_100, 1, 155_944],
  ['acm', 'games/acm/objects/sounds/imarker.au', 'au', 'pcm_mulaw', 8000, 1, 5611],
] as const;

describe.each(
  recordings,
)('the recording of %s: %s', (pkg, file, container, codec, rate, channels, samples) => {
  const path = `/usr/share/${file}`;
  if (!existsSync(path)) {
    const install = `${path} is not there: apt-get install -y ${pkg}`;
    if (process.env['CI'] === 'true') {
      it('is there', () => {
        throw new Error(install);
      });
      return;
    }
    process.stderr.write(`skipped: ${basename(path)}: ${install}\n`);
    // biome-ignore lint/suspicious/noSkippedTests: said aloud above; an error where CI is set.
    it.skip('is not there', () => {});
    return;
  }

  it('is told, and read to its last sample', async () => {
    const found = await probe(path);
    expect(found).toMatchObject({ container, size: readFileSync(path).length });
    expect(found.streams[0]).toMatchObject({ codec, sampleRate: rate, channelCount: channels });
    expect(Math.abs((found.durationSeconds ?? 0) - samples / rate)).toBeLessThan(0.06);
    let next = 0;
    let peak = 0;
    const write = (frame: AudioFrame): void => {
      expect(frame.pts).toBe(next);
      next += frame.length;
      for (const sample of frame.channels[0] ?? []) peak = Math.max(peak, Math.abs(sample));
    };
    await run(readAudio(path, { frameLength: 16_384 }), { write });
    expect(next).toBe(samples);
    expect(peak).toBeGreaterThan(0.01);
    const { totalSamples } = (await openAudio(path)).info;
    expect([samples, undefined]).toContain(totalSamples);
    const from = samples - 500;
    let tail = 0;
    const count = ({ length }: AudioFrame): void => {
      tail += length;
    };
    await run(readAudio(path, { startSample: from }), { write: count });
    expect(tail).toBe(500);
  });
});
