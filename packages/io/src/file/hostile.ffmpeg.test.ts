import { expect, it } from '@jest/globals';
import { describeWithFfmpeg } from '../container/fixtures/ffmpeg.js';
import { hostileFiles } from './fixtures/hostile-files.js';
import { LEGAL_OUTCOMES, readHostile } from './fixtures/read-hostile.js';
import { tempFolder } from './fixtures/temp-folder.js';

const at = tempFolder();

/** Thousands more of these in hostile.long.test.ts. */
describeWithFfmpeg('mutated files', () => {
  it.each([
    ['path', 360],
    ['stream', 12],
  ] as const)(
    'crash nothing and hang nothing, read by %s',
    (way, count) => {
      const files = hostileFiles(at);
      const report = readHostile({ scratch: at('mutated'), count, seed: 2024, way, files });
      expect([report.signal, report.stderr, report.odd]).toEqual([null, '', []]);
      expect(LEGAL_OUTCOMES).toEqual(expect.arrayContaining(Object.keys(report.codes)));
      expect(Object.values(report.codes).reduce((sum, n) => sum + n, 0)).toBe(count);
      expect(report.codes['none']).toBeGreaterThan(0);
      expect(report.slowest).toBeLessThan(10_000);
      expect(report.most).toBeLessThan(600);
    },
    120_000,
  );
});
