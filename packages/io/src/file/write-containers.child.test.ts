import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { describeWithFfmpeg, ffmpeg } from '../container/fixtures/ffmpeg.js';

/** Runs a fixture to its end, which it must find by itself. */
const runChild = (name: string, args: readonly string[]): Buffer => {
  const script = fileURLToPath(new URL(`./fixtures/${name}.ts`, import.meta.url));
  const flags = ['--expose-gc', '--conditions=@audioflow/source', '--import', 'tsx'];
  const child = spawnSync(process.execPath, [...flags, script, ...args], {
    env: { ...process.env, NODE_OPTIONS: '' },
    timeout: 60_000,
  });
  expect({ status: child.status, stderr: child.stderr.toString() }).toEqual({
    status: 0,
    stderr: '',
  });
  return child.stdout;
};

describeWithFfmpeg('a process that writes', () => {
  it('does not grow with the number of files, whole and broken ones', () => {
    const grown = JSON.parse(runChild('write-memory-child', ['150']).toString());
    expect(Object.keys(grown)).toEqual(['mp4', 'ogg', 'flac', 'failing']);
    // A packet of each file, or a cover, lost would make 7 MB and more; a muxer some 15.
    for (const [name, megabytes] of Object.entries(grown)) {
      expect([name, Number(megabytes) < 6]).toEqual([name, true]);
    }
  }, 90_000);

  it.each(['ogg', 'wav', 'mp4'])('fills a pipe with %s, and ends', (container) => {
    const bytes = runChild('stdout-child', [container]);
    const samples = ffmpeg(['-i', '-', '-f', 's16le', '-'], bytes).length / 2;
    // The AAC of fragments keeps its priming in the ffmpeg of Debian 12.
    expect(samples).toBe(container === 'mp4' ? 49_152 : 48_000);
  }, 60_000);
});
