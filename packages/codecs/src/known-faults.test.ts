import { type AudioFrame, createFrame, type Packet } from '@audioflow/core';
import { noiseFrame, splitFrame, totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { createAdtsFramer, createAdtsParser, isFrameStart } from './bitstream/index.js';
import { aac, mp3, pcm } from './codec/index.js';
import { decodeAll, encodeAll, toneFrame } from './fixtures/sessions.js';
import { PushDecoder, PushEncoder } from './push/index.js';

/**
 * Faults that audio libraries are known for. Each check is a function, run against ours, and against a
 * stub with the fault, where it must fail.
 */

const all16 = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);

describe('16-bit samples', () => {
  type Convert = (samples: Int16Array) => Int16Array | Promise<Int16Array>;
  const check = async (convert: Convert): Promise<void> => {
    const back = await convert(all16);
    const changed = all16.reduce((count, value, i) => count + (back[i] === value ? 0 : 1), 0);
    expect(changed).toBe(0);
  };
  const ours: Convert = async (samples) => {
    const data = new Uint8Array(samples.slice().buffer);
    const packet: Packet<'pcm'> = {
      kind: 'packet',
      codec: 'pcm',
      data,
      sampleRate: 8000,
      channelCount: 1,
      pts: 0,
      duration: samples.length,
    };
    const frames = await decodeAll(pcm, [packet], {});
    const [out] = await encodeAll(pcm, frames, { sampleType: 's16' });
    return new Int16Array(out?.data.slice().buffer ?? new ArrayBuffer(0));
  };
  /** Divides by 32768 and multiplies by 32767. */
  const lopsided: Convert = (samples) =>
    Int16Array.from(samples, (value) => Math.round((value / 32_768) * 32_767));

  it('come back bit-exact from floats', () => check(ours));
  it('are changed by unequal scales, which the check notices', async () => {
    await expect(check(lopsided)).rejects.toThrow();
  });
});

describe('AAC as a byte stream', () => {
  type Frame = (packet: Packet<'aac'>) => Uint8Array;
  const check = async (frame: Frame): Promise<void> => {
    const packets = await encodeAll(aac, [toneFrame(20_000, 44_100, 2)], {});
    for (const packet of packets) expect(isFrameStart('aac', packet.data)).toBe(false);
    const parser = createAdtsParser();
    const found: Uint8Array[] = [];
    for (const packet of packets) {
      const bytes = frame(packet);
      expect(isFrameStart('aac', bytes)).toBe(true);
      parser.push(bytes, ({ data }) => found.push(data));
    }
    parser.end(({ data }) => found.push(data));
    expect(found).toEqual(packets.map(({ data }) => data));
  };

  it('is ADTS where it is called so', () => check(createAdtsFramer()));
  it('is not when raw packets are only labelled so, which the check notices', async () => {
    await expect(check((packet) => packet.data)).rejects.toThrow();
  });
  it('is refused by the raw side: by the decoder, and when framed twice', async () => {
    const [packet] = await encodeAll(aac, [toneFrame(5000, 44_100, 2)], {});
    if (packet === undefined) throw new Error('no packet');
    const framed = { ...packet, data: createAdtsFramer()(packet) };
    await expect(decodeAll(aac, [framed], { onMalformed: 'error' })).rejects.toThrow(
      'parsePackets(aac)',
    );
    expect(() => createAdtsFramer()(framed)).toThrow('in ADTS');
  });
});

describe('the end of a push decoder', () => {
  type Decoder = Pick<PushDecoder<'mp3'>, 'put' | 'get'>;
  const check = async (open: () => Promise<Decoder>): Promise<void> => {
    const packets = await encodeAll(mp3, [toneFrame(10_000, 48_000, 2)], {});
    const decoder = await open();
    for (const packet of packets) decoder.put(packet);
    const frames: AudioFrame[] = [];
    for (let f = decoder.get({ flush: true }); f !== undefined; f = decoder.get({ flush: true })) {
      frames.push(f);
    }
    expect(totalLength(frames)).toBe(10_000);
  };
  const format = { sampleRate: 48_000, channelCount: 2, chunkSamples: 3000 };
  const ours = () => PushDecoder.open(mp3, format);
  /** Answers whole chunks only: there is no way to get the rest. */
  const tailless = async (): Promise<Decoder> => {
    const decoder = await ours();
    return { put: decoder.put, get: () => decoder.get() };
  };

  it('gives the short rest', () => check(ours));
  it('is lost without a flush, which the check notices', async () => {
    await expect(check(tailless)).rejects.toThrow();
  });
});

describe('a push encoder in mid-stream', () => {
  type Encoder = Pick<PushEncoder<'mp3'>, 'put' | 'get'>;
  const check = async (open: () => Promise<Encoder>): Promise<void> => {
    const encoder = await open();
    const packets: Packet<'mp3'>[] = [];
    for (const frame of splitFrame(toneFrame(12_000, 48_000, 2), [1000])) {
      encoder.put(frame);
      // Asking again and again, also when nothing is left, must not end the stream.
      for (let p = encoder.get(); p !== undefined; p = encoder.get()) packets.push(p);
    }
    for (let p = encoder.get({ flush: true }); p !== undefined; p = encoder.get({ flush: true })) {
      packets.push(p);
    }
    expect(totalLength(await decodeAll(mp3, packets, {}))).toBe(12_000);
  };
  const ours = () => PushEncoder.open(mp3, { sampleRate: 48_000, channelCount: 2 });
  /** Ends the codec as soon as it has no packet at hand. */
  const hasty = async (): Promise<Encoder> => {
    const encoder = await ours();
    return { put: encoder.put, get: () => encoder.get({ flush: true }) };
  };

  it('is not ended by asking for more than there is', () => check(ours));
  it('is cut short when that ends it, which the check notices', async () => {
    await expect(check(hasty)).rejects.toThrow();
  });
});

describe('frames of any length into mp3', () => {
  type Encode = (frames: readonly AudioFrame[]) => Promise<Packet<'mp3'>[]>;
  const check = async (encode: Encode): Promise<void> => {
    for (const length of [1, 100, 1024, 1152, 4800, 10_000]) {
      const packets = await encode(splitFrame(toneFrame(10_000, 48_000, 2), [length]));
      expect(totalLength(await decodeAll(mp3, packets, {}))).toBe(10_000);
    }
  };
  const ours: Encode = (frames) => encodeAll(mp3, frames, {});
  /** Takes of each frame only as much as the codec's own length. */
  const unchunked: Encode = (frames) => {
    let pts = 0;
    const cut = frames.map((frame) => {
      const channels = frame.channels.map((plane) => plane.subarray(0, 1152));
      const short = createFrame(channels, { sampleRate: frame.sampleRate, pts });
      pts += short.length;
      return short;
    });
    return ours(cut);
  };

  it('go in', () => check(ours));
  it('lose samples where nothing cuts them, which the check notices', async () => {
    // Of 10 000 samples in frames of 4800, 4800 and 400.
    await expect(check(unchunked)).rejects.toThrow(/10000[\s\S]*2704/);
  });
});

describe('a session that begins anew', () => {
  type Reset = (encoder: PushEncoder<'mp3'>) => Promise<void>;
  const check = async (reset: Reset): Promise<void> => {
    const encoder = await PushEncoder.open(mp3, { sampleRate: 48_000, channelCount: 2 });
    const sizes: number[] = [];
    for (const round of [0, 1]) {
      if (round > 0) await reset(encoder);
      encoder.put(toneFrame(5000, 48_000, 2));
      let count = 0;
      while (encoder.get({ flush: true }) !== undefined) count++;
      sizes.push(count);
    }
    encoder.close();
    expect(sizes).toEqual([6, 6]);
  };

  it('comes from reset()', () => check((encoder) => encoder.reset()));
  it('does not come from nothing, which the check notices', async () => {
    await expect(check(async () => {})).rejects.toThrow('reset()');
  });
});

describe('time across frames and packets', () => {
  type Stamp = (
    frames: readonly AudioFrame[],
  ) => Promise<readonly { pts: number; length: number }[]>;
  const check = async (stamp: Stamp): Promise<void> => {
    const whole = {
      ...noiseFrame(44_100, { sampleRate: 44_100, channelCount: 2 }),
      pts: 1_000_003,
    };
    const out = await stamp(splitFrame(whole, [441, 1, 1000, 37]));
    let expected = 1_000_003;
    for (const { pts, length } of out) {
      expect(pts).toBe(expected);
      expected += length;
    }
    expect(expected).toBe(1_000_003 + 44_100);
  };
  const ours: Stamp = async (frames) => decodeAll(mp3, await encodeAll(mp3, frames, {}), {});
  /** Counts time in milliseconds on the way. */
  const rounded: Stamp = async (frames) =>
    (await ours(frames)).map(({ pts, length }) => ({
      pts: Math.round((Math.round((pts * 1000) / 44_100) * 44_100) / 1000),
      length,
    }));
  /** Loses the time of all but the first frame. */
  const forgetful: Stamp = async (frames) => {
    const bare = frames.map((frame, i) => (i === 0 ? frame : { ...frame, pts: 0 }));
    return (await ours(bare)).map(({ length }, i) => ({ pts: i === 0 ? 1_000_003 : 0, length }));
  };

  it('has no gap and no rounding', () => check(ours));
  it('jumps when counted in milliseconds or forgotten, which the check notices', async () => {
    await expect(check(rounded)).rejects.toThrow();
    await expect(check(forgetful)).rejects.toThrow();
  });
  it('belongs to the first sample, not to the packet before it', async () => {
    const frame = createFrame([new Float32Array(5000)], { sampleRate: 48_000, pts: -777 });
    expect((await encodeAll(mp3, [frame], {}))[0]?.pts).toBe(-777 - 1105);
    expect((await ours([frame]))[0]?.pts).toBe(-777);
  });
});
