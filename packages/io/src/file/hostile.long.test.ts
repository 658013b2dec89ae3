import { expect, it } from '@jest/globals';
import { describeWithFfmpeg } from '../container/fixtures/ffmpeg.js';
import { hostileFiles } from './fixtures/hostile-files.js';
import { LEGAL_OUTCOMES, readHostile } from './fixtures/read-hostile.js';
import { tempFolder } from './fixtures/temp-folder.js';

const at = tempFolder();

describeWithFfmpeg('mutated files, thousands of them', () => {
  const rounds = [1, 2, 3, 4].map((seed) => ['path', 5000, seed] as const);
  it.each([...rounds, ['bytes', 2000, 5] as const, ['stream', 300, 6] as const])(
    'crash nothing, hang nothing and take no memory, read by %s, %d of seed %d',
    (way, count, seed) => {
      const files = hostileFiles(at);
      const report = readHostile({ scratch: at('mutated'), count, seed, way, files });
      expect([report.signal, report.stderr, report.odd]).toEqual([null, '', []]);
      expect(LEGAL_OUTCOMES).toEqual(expect.arrayContaining(Object.keys(report.codes)));
      expect(report.codes['none']).toBeGreaterThan(count / 10);
      expect(report.slowest).toBeLessThan(10_000);
      expect(report.grown).toBeLessThan(60);
    },
    3_600_000,
  );
});
