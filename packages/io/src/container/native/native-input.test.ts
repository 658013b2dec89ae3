import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNativeLibrary } from '@audioflow/codecs/engine';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runScript } from '../../file/fixtures/run-script.js';
import { chunk, fmt, riff } from '../wav/fixtures/wav-bytes.js';
import { describeNativeFile, nativePackets } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'audioflow-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const wav = riff([fmt(), chunk('data', new Uint8Array(2000).fill(9))]);
const garbage = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255);

describe('opening a file through FFmpeg', () => {
  it('keeps its memory over many files, good and bad', () => {
    // Long enough for FFmpeg to fill its buffers: memory that nobody touches is not counted.
    writeFileSync(at('good.wav'), riff([fmt(), chunk('data', new Uint8Array(200_000).fill(9))]));
    writeFileSync(at('bad.bin'), garbage);
    const script = new URL('../fixtures/native-memory-child.ts', import.meta.url);
    const run = runScript(script, ['150', at('good.wav'), at('bad.bin')]);
    expect([run.status, run.stderr.toString()]).toEqual([0, '']);
    const [good, bad] = JSON.parse(run.stdout.toString());
    expect([good.opened, bad.opened]).toEqual([150, 0]);
    // A buffer of 64 KiB lost in each would make 10 MB and more.
    expect(good.megabytes).toBeLessThan(6);
    expect(bad.megabytes).toBeLessThan(6);
  }, 60_000);

  it.each([
    'per%20cent%d.wav',
    'what? #1 & more.wav',
    '-leading.wav',
    'concat:a|b.wav',
    'a:b,c=d\\e\'f"g[0-9]*.wav',
    'Grüße 音.wav',
  ])('takes the name %s as it is', async (name) => {
    const library = await loadNativeLibrary();
    writeFileSync(at(name), wav);
    expect(describeNativeFile(library, { path: at(name) }).stream.sampleRate).toBe(8000);
    const bytes = [...nativePackets(library, { path: at(name) })].reduce(
      (sum, p) => sum + (p?.data.length ?? 0),
      0,
    );
    expect(bytes).toBe(2000);
  });

  it('takes names that have no folder', async () => {
    const library = await loadNativeLibrary();
    const before = process.cwd();
    mkdirSync(at('here'));
    writeFileSync(at('here/-i.wav'), wav);
    writeFileSync(at('here/http:x.wav'), wav);
    process.chdir(at('here'));
    try {
      for (const name of readdirSync('.')) {
        expect(describeNativeFile(library, { path: name }).stream.sampleRate).toBe(8000);
      }
    } finally {
      process.chdir(before);
    }
  });

  it('opens nothing that a playlist names', async () => {
    const library = await loadNativeLibrary();
    writeFileSync(at('target.wav'), wav);
    const lists = {
      'list.m3u8': `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:${at('target.wav')}\n#EXT-X-ENDLIST\n`,
      'list.ffconcat': `ffconcat version 1.0\nfile '${at('target.wav')}'\n`,
      'list.sdp': 'v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n',
    };
    for (const [name, text] of Object.entries(lists)) {
      writeFileSync(at(name), text);
      expect(() => describeNativeFile(library, { path: at(name) })).toThrow(
        expect.objectContaining({ code: 'malformed-data' }),
      );
    }
  });
});
