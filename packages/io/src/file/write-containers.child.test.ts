import { expect, it } from '@jest/globals';
import { describeWithFfmpeg, ffmpeg } from '../container/fixtures/ffmpeg.js';
import { runScript } from './fixtures/run-script.js';

/** Runs a fixture to its end, which it must find by itself. */
const runChild = (name: string, args: readonly string[]): Buffer => {
  const script = new URL(`./fixtures/${name}.ts`, import.meta.url);
  const { status, stdout, stderr } = runScript(script, args, 60_000);
  expect([status, stderr.toString()]).toEqual([0, '']);
  return stdout;
};

describeWithFfmpeg('a process that writes', () => {
  it('does not grow with the number of files, whole and broken ones', () => {
    const grown = JSON.parse(runChild('write-memory-child', ['100']).toString());
    expect(Object.keys(grown)).toEqual(['mp4', 'ogg', 'flac', 'failing']);
    // A buffer of 64 KiB lost with each file makes 3 to 4 MB, packets or a cover more.
    for (const [name, megabytes] of Object.entries(grown)) {
      expect([name, Number(megabytes) < 2.5 || megabytes]).toEqual([name, true]);
    }
  }, 90_000);

  it.each(['ogg', 'wav', 'mp4'])('fills a pipe with %s, and ends', (container) => {
    const bytes = runChild('stdout-child', [container]);
    const samples = ffmpeg(['-i', '-', '-f', 's16le', '-'], bytes).length / 2;
    // The AAC of fragments keeps its priming in the ffmpeg of Debian 12.
    expect(samples).toBe(container === 'mp4' ? 49_152 : 48_000);
  }, 60_000);
});
