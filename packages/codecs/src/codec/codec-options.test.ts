import { AudioFlowError, type AudioFrame, type Packet } from '@audioflow/core';
import { totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { parseMp3Header } from '../bitstream/index.js';
import { decodeAll, encodeAll, toneFrame } from '../fixtures/sessions.js';
import { aac, mp3 } from './index.js';

const messageOf = async (call: () => unknown): Promise<string> => {
  try {
    await call();
  } catch (error) {
    if (error instanceof AudioFlowError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing';
};

describe('mp3 options', () => {
  it('name the nearest legal value', async () => {
    expect(await messageOf(() => mp3.checkEncodeOptions({ bitrate: 100_000 }))).toMatch(
      /^invalid-option: encode\(mp3\): bitrate: .*nearest is 96000, got 100000/,
    );
    const open = (sampleRate: number, channelCount: number, bitrate?: number) =>
      messageOf(() => mp3.openEncoder({ sampleRate, channelCount }, { bitrate }));
    expect(await open(96_000, 2)).toMatch(
      /^unsupported: .*nearest is 48000, use resample\(48000\)/,
    );
    expect(await open(48_000, 6)).toMatch(/^unsupported: .*got 6: nearest is 2, use remix\(2\)/);
    expect(await open(48_000, 2, 8000)).toMatch(/^unsupported: .*nearest is 32000/);
    expect(await open(8000, 1, 128_000)).toMatch(/^unsupported: .*nearest is 64000/);
  });

  it('refuse what contradicts or is unknown', () => {
    expect(() => mp3.checkEncodeOptions({ bitrate: 128_000, quality: 2 })).toThrow('not both');
    expect(() => mp3.checkEncodeOptions({ bitRate: 128_000 })).toThrow('bitRate');
    expect(() => mp3.checkEncodeOptions({ bitrate: '128k' })).toThrow('number of bits per second');
    expect(() => mp3.checkEncodeOptions({ engine: 'turbo' })).toThrow(
      "'auto', 'native', 'fork' or 'process'",
    );
    expect(() => mp3.checkDecodeOptions({ onMalformed: 'explode' })).toThrow('onMalformed');
  });

  it('refuse limits and programs that the engine would not heed', () => {
    const limits = { callMs: 100 };
    expect(() => mp3.checkEncodeOptions({ engine: 'native', limits })).toThrow(
      "'fork' or 'process'",
    );
    expect(() => mp3.checkDecodeOptions({ engine: 'native', limits })).toThrow(
      "'fork' or 'process'",
    );
    expect(() => aac.checkEncodeOptions({ engine: 'fork', ffmpegPath: 'ffmpeg' })).toThrow(
      "'process' or 'auto'",
    );
    expect(() => aac.checkDecodeOptions({ limits: { memory: 1 } })).toThrow('memory');
    expect(() => aac.checkDecodeOptions({ limits: { callMs: 0 } })).toThrow('limits.callMs');
    expect(() => aac.checkDecodeOptions({ engine: 'fork', limits })).not.toThrow();
    expect(() => mp3.checkEncodeOptions({ ffmpegPath: 'ffmpeg' })).not.toThrow();
  });

  it.each([
    [48_000, undefined, 128_000],
    [44_100, 320_000, 320_000],
    [32_000, 32_000, 32_000],
    [22_050, undefined, 128_000],
    [16_000, 8000, 8000],
    [8000, undefined, 64_000],
    [11_025, 16_000, 16_000],
  ])('become the bitrate of every frame: %i Hz, %s asked', async (sampleRate, asked, bitrate) => {
    const packets = await encodeAll(mp3, [toneFrame(sampleRate, sampleRate, 1)], {
      bitrate: asked,
    });
    for (const packet of packets) expect(parseMp3Header(packet.data)?.bitrate).toBe(bitrate);
  });

  it('make a variable bitrate that follows the quality', async () => {
    const size = async (quality: number): Promise<number> => {
      const packets = await encodeAll(mp3, [toneFrame(96_000, 48_000, 2)], { quality });
      expect(totalLength(await decodeAll(mp3, packets, {}))).toBe(96_000);
      expect(new Set(packets.map((p) => p.data.length)).size).toBeGreaterThan(1);
      return packets.reduce((sum, p) => sum + p.data.length, 0);
    };
    expect(await size(0)).toBeGreaterThan(await size(9));
  });

  it('without bit reservoir make each frame decode on its own', async () => {
    const tone = toneFrame(48_000, 48_000, 2);
    const backward = (packets: readonly Packet<'mp3'>[]) =>
      packets.filter((p) => (((p.data[4] ?? 0) << 1) | ((p.data[5] ?? 0) >> 7)) > 0).length;
    expect(backward(await encodeAll(mp3, [tone], { bitReservoir: false }))).toBe(0);
    expect(backward(await encodeAll(mp3, [tone], {}))).toBeGreaterThan(0);
  });

  it('keep the channels apart or together', async () => {
    const modes = (packets: readonly Packet<'mp3'>[]) =>
      new Set(packets.map((p) => (p.data[3] ?? 0) >> 6));
    const tone = toneFrame(20_000, 48_000, 2);
    expect(modes(await encodeAll(mp3, [tone], {}))).toEqual(new Set([1]));
    expect(modes(await encodeAll(mp3, [tone], { jointStereo: false }))).toEqual(new Set([0]));
  });
});

describe('aac options', () => {
  it('name the nearest legal value', async () => {
    const open = (sampleRate: number, channelCount: number, bitrate?: number) =>
      messageOf(() => aac.openEncoder({ sampleRate, channelCount }, { bitrate }));
    expect(await open(192_000, 2)).toMatch(/^unsupported: .*nearest is 96000/);
    expect(await open(48_000, 7)).toMatch(/^unsupported: .*got 7: nearest is 6/);
    expect(await open(48_000, 9)).toMatch(/^unsupported: .*nearest is 8/);
    expect(await open(8000, 1, 64_000)).toMatch(
      /^unsupported: .*8000 to 48000, .*nearest is 48000/,
    );
    expect(() => aac.checkEncodeOptions({ bitrate: 5000 })).toThrow('at least 8000');
    expect(() => aac.checkEncodeOptions({ bitrate: 128_000.5 })).toThrow('whole bits');
  });

  it('set the mean bitrate', async () => {
    for (const bitrate of [64_000, 128_000, 256_000]) {
      const noise: AudioFrame = {
        ...toneFrame(10 * 48_000, 48_000, 2),
        channels: [1, 2].map((seed) => {
          let state = seed;
          return Float32Array.from({ length: 10 * 48_000 }, () => {
            state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
            return 0.3 * (state / 2_147_483_648 - 1);
          });
        }),
      };
      const packets = await encodeAll(aac, [noise], { bitrate });
      const bits = packets.reduce((sum, p) => sum + 8 * p.data.length, 0) / 10;
      expect(bits / bitrate).toBeGreaterThan(0.85);
      expect(bits / bitrate).toBeLessThan(1.15);
    }
  });

  it('need no configuration to decode plain LC', async () => {
    const packets = await encodeAll(aac, [toneFrame(10_000, 44_100, 2)], {});
    const bare = packets.map(({ config: _config, ...packet }) => packet);
    expect(totalLength(await decodeAll(aac, bare, {}))).toBe(10_000);
  });
});
