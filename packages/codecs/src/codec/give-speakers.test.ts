import { fromPull, remix, run } from '@audioflow/core';
import { type AudioCodec, decode } from '@audioflow/core/codec';
import { describe, expect, it } from '@jest/globals';
import { decodeAll, encodeAll, toneFrame } from '../fixtures/sessions.js';
import { aac } from './aac.js';
import { alac } from './alac.js';
import { ffmpegCodec } from './ffmpeg-codec.js';
import { flac } from './flac.js';
import { opus } from './opus.js';
import { vorbis } from './vorbis.js';
import { wavpack } from './wavpack.js';

const codecs: Readonly<Record<string, AudioCodec<string, object, object>>> = {
  aac,
  alac,
  flac,
  opus,
  vorbis,
  wavpack,
};

/** The masks of all frames that a stream of so many channels decodes to. */
const masksOf = async (
  codec: AudioCodec<string, object, object>,
  channelCount: number,
  options: object = {},
): Promise<(number | undefined)[]> => {
  const packets = await encodeAll(codec, [toneFrame(9000, 48_000, channelCount)], options);
  const frames = await decodeAll(codec, packets, {});
  return [...new Set(frames.map(({ layout }) => layout?.mask))];
};

describe('decoded frames', () => {
  it.each([
    ['aac', 4, 0x107],
    ['aac', 6, 0x3f],
    ['alac', 7, 0x13f],
    ['flac', 4, 0x33],
    ['flac', 8, 0x63f],
    ['opus', 6, 0x3f],
    ['vorbis', 7, 0x70f],
  ])('of %s with %d channels say where they belong', async (name, channelCount, mask) => {
    expect(await masksOf(codecs[name] ?? flac, channelCount)).toEqual([mask]);
  });

  it('of a codec by its name in FFmpeg say so too', async () => {
    const packets = await encodeAll(opus, [toneFrame(9000, 48_000, 6)], {});
    const frames = await decodeAll(ffmpegCodec('opus'), packets, {});
    expect([...new Set(frames.map(({ layout }) => layout?.mask))]).toEqual([0x3f]);
  });

  it('say nothing where the stream does not, or the count tells it', async () => {
    expect(await masksOf(opus, 5, { channelMapping: 'discrete' })).toEqual([undefined]);
    expect(await masksOf(wavpack, 6)).toEqual([undefined]);
    expect(await masksOf(flac, 2)).toEqual([undefined]);
  });

  it('of six channels are mixed to two', async () => {
    const packets = await encodeAll(opus, [toneFrame(9000, 48_000, 6)], {});
    const counts = new Set<number>();
    const mixed = fromPull(() => packets).pipe(decode(opus), remix(2));
    const { samples } = await run(mixed, {
      write: (frame) => {
        counts.add(frame.channels.length);
      },
    });
    expect([samples, ...counts]).toEqual([9000, 2]);
  });
});
