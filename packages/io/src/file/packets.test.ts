import { readFileSync, writeFileSync } from 'node:fs';
import { aac, mp3 } from '@audioflow/codecs';
import { type Packet, run, sine } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import { collect, joinFrames } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { from, of } from 'rxjs';
import { failure } from './fixtures/failure.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { openAudio } from './open-audio.js';
import { readAudio } from './read-audio.js';
import { readPackets } from './read-packets.js';
import { writeAudio } from './write-audio.js';
import { writePackets } from './write-packets.js';

const at = tempFolder();
const tone = (samples: number) =>
  sine({ duration: samples / 48_000, sampleRate: 48_000, amplitude: 0.5 });

describe('writePackets and readPackets', () => {
  it('give mp3 packets back as they were, trims included', async () => {
    const packets = await collect(tone(10_000).pipe(encode(mp3, { bitrate: 96_000 })));
    await run(from(packets), writePackets(at('a.mp3')));
    expect(await collect(readPackets(at('a.mp3'), mp3))).toEqual(packets);
  });

  it('give aac packets back as they were, trims included', async () => {
    const packets = await collect(tone(10_000).pipe(encode(aac, { bitrate: 96_000 })));
    await run(from(packets), writePackets(at('a.aac')));
    const read = await collect(readPackets(at('a.aac'), aac));
    const plain = (list: readonly Packet[]) =>
      list.map(({ config, ...rest }) => ({ ...rest, asc: [...(config ?? [])].slice(0, 2) }));
    expect(plain(read)).toEqual(plain(packets));
  });

  it('copy a file without touching its audio', async () => {
    for (const codec of [mp3, aac]) {
      const [one, two] = [at(`one.${codec.id}`), at(`two.${codec.id}`)];
      await run(tone(20_000), writeAudio(one));
      await run(readPackets<'mp3' | 'aac'>(one, codec), writePackets(two));
      expect(readFileSync(two).equals(readFileSync(one))).toBe(true);
      expect((await openAudio(two)).info.totalSamples).toBe(20_000);
      expect(joinFrames(await collect(readAudio(two)))[0]).toHaveLength(20_000);
    }
  });

  it('refuse what does not fit, naming it', async () => {
    const [packet] = await collect(tone(2000).pipe(encode(mp3)));
    if (packet === undefined) throw new Error('no packet');
    const wrong: Packet = { ...packet, sampleRate: 44_100 };
    expect(await failure(async () => writePackets(at('x.xyz')))).toMatch(/^unsupported: .*x\.xyz/);
    expect(await failure(async () => writePackets(at('none/x.mp3')))).toMatch(/^io: .*none/);
    expect(await failure(() => run(of<Packet>(), writePackets(at('x.mp3'))))).toMatch(
      /^invalid-state: /,
    );
    expect(await failure(() => run(of(packet), writePackets(at('x.aac'))))).toMatch(
      /^unsupported: .*got mp3/,
    );
    expect(await failure(() => run(of(packet, wrong), writePackets(at('x.mp3'))))).toMatch(
      /^format-changed: /,
    );
    expect(await failure(() => collect(readPackets(at('none.mp3'), mp3)))).toMatch(
      /^io: .*none\.mp3/,
    );
    writeFileSync(at('empty.mp3'), '');
    expect(await failure(() => collect(readPackets(at('empty.mp3'), mp3)))).toMatch(
      /^malformed-data: .*empty\.mp3/,
    );
    expect(await failure(async () => readPackets(at('a.mp3'), Object({ id: 7 })))).toMatch(
      /^invalid-option: .*codec/,
    );
    const opus = { id: 'opus' };
    expect(await failure(() => collect(readPackets(at('a.mp3'), opus)))).toMatch(
      /^unsupported: .*expected packets of opus, got mp3/,
    );
    const signal = AbortSignal.abort();
    expect(await failure(() => collect(readPackets(at('a.mp3'), mp3, { signal })))).toMatch(
      /^aborted: /,
    );
  });
});
