import { take } from 'rxjs';
import {
  type AudioCodec,
  type CodecOptions,
  decode,
  encode,
  type FormatChangeOptions,
} from '../codec/index.js';
import { fromPull } from '../flow/index.js';
import type { AudioFrame, Packet } from '../signal/index.js';
import { align, snr } from './align.js';
import { collect } from './collect.js';
import { joinFrames, splitFrame, totalLength } from './frame-tools.js';
import { type TestApi, testApi } from './test-api.js';

/** What {@link describeCodec} must know of a codec. */
export interface CodecSpec<C extends string, E extends object, D extends object> {
  readonly codec: AudioCodec<C, E, D>;
  readonly encodeOptions: CodecOptions<E>;
  readonly decodeOptions: CodecOptions<D, FormatChangeOptions>;
  /** Defaults 48000 and 2. */
  readonly sampleRate?: number;
  readonly channelCount?: number;
  /** Samples per packet, for the lengths around it. */
  readonly frameSize: number;
  /** Lowest SNR of a decoded test tone, in dB; `Infinity` for bit-exact. */
  readonly minSnrDb: number;
  /** True for codecs without a frame size of their own: one packet per frame. Default false. */
  readonly packetsFollowInput?: boolean;
}

/** Two tones, one per octave apart, faded: what any codec should carry well. */
const tones = (length: number, sampleRate: number, channelCount: number): AudioFrame => ({
  kind: 'pcm',
  sampleRate,
  length,
  pts: 0,
  channels: Array.from({ length: channelCount }, (_, channel) =>
    Float32Array.from({ length }, (_unused, i) => {
      const t = i / sampleRate;
      const sweep = 2 * Math.PI * (220 * (channel + 1) * t + 400 * t * t);
      return 0.25 * Math.sin(sweep) + 0.15 * Math.sin(2 * Math.PI * 997 * t);
    }),
  ),
});

/**
 * Registers the conformance tests of a codec: for any length exactly as many samples come back, at
 * lag 0 and with the stated quality; packets do not depend on how the input is cut; `pts` and durations
 * add up; an early stop and a second subscription work.
 *
 * @example
 * import { describeCodec } from '@audioflow/core/testing';
 * import { pcm } from '@audioflow/codecs';
 * const names = [];
 * const api = { describe: (_, body) => body(), it: (name) => names.push(name), expect: () => { throw new Error(); } };
 * describeCodec(
 *   'pcm',
 *   { codec: pcm, encodeOptions: [], decodeOptions: [], frameSize: 1024, minSnrDb: 90 },
 *   api,
 * );
 * console.log(names.length > 8); // true
 */
export const describeCodec = <C extends string, E extends object, D extends object>(
  name: string,
  spec: CodecSpec<C, E, D>,
  api?: TestApi,
): void => {
  const { describe, it, expect } = testApi(api);
  const { codec, frameSize, minSnrDb, sampleRate = 48_000, channelCount = 2 } = spec;
  const signal = (length: number): AudioFrame => tones(length, sampleRate, channelCount);
  const toPackets = (frames: readonly AudioFrame[]): Promise<Packet<C>[]> =>
    collect(fromPull(() => frames).pipe(encode(codec, ...spec.encodeOptions)));
  const toFrames = (packets: readonly Packet<C>[]): Promise<AudioFrame[]> =>
    collect(fromPull(() => packets).pipe(decode(codec, ...spec.decodeOptions)));
  const roundTrip = async (frame: AudioFrame): Promise<AudioFrame[]> =>
    toFrames(await toPackets(frame.length === 0 ? [] : splitFrame(frame, [1024])));

  describe(`${name} conforms as a codec`, () => {
    for (const n of [0, 1, frameSize - 1, frameSize, frameSize + 1, 3 * sampleRate]) {
      it(`gives back ${n} samples for ${n}`, async () => {
        expect(totalLength(await roundTrip(signal(n)))).toBe(n);
      });
    }
    it('gives back the sound at lag 0, with the stated quality', async () => {
      const frame = signal(sampleRate);
      const back = joinFrames(await roundTrip(frame));
      for (const [index, plane] of frame.channels.entries()) {
        const other = back[index] ?? new Float32Array();
        const from1 = Math.floor(sampleRate / 4);
        const middle = plane.subarray(from1, from1 + 8192);
        expect(align(middle, other.subarray(from1, from1 + 8192), 64).lag).toBe(0);
        expect(snr(plane, other)).toBeGreaterThanOrEqual(minSnrDb);
      }
    });
    if (!spec.packetsFollowInput)
      it('gives identical packets for any split of the input', async () => {
        const frame = signal(frameSize * 5 + 17);
        const bytes = async (lengths: readonly number[]): Promise<unknown> => {
          const packets = await toPackets(splitFrame(frame, lengths));
          let sum = 0;
          for (const { data } of packets) for (const byte of data) sum = (sum * 31 + byte) >>> 0;
          const total = packets.reduce((all, packet) => all + packet.data.length, 0);
          return { sum, total, samples: packets.reduce((all, packet) => all + packet.duration, 0) };
        };
        const whole = await bytes([frame.length]);
        for (const lengths of [[1, 8192], [7], [frameSize], [frameSize + 1]]) {
          expect(await bytes(lengths)).toEqual(whole);
        }
      });
    it('keeps pts continuous, and trims so that the samples add up', async () => {
      const frame = { ...signal(frameSize * 4 + 5), pts: 12_345 };
      const packets = await toPackets(splitFrame(frame, [1000]));
      const first = packets[0];
      expect((first?.pts ?? 0) + (first?.trimStart ?? 0)).toBe(12_345);
      let kept = 0;
      for (const [index, packet] of packets.entries()) {
        const next = packets[index + 1];
        if (next) expect(next.pts).toBe(packet.pts + packet.duration);
        kept += packet.duration - (packet.trimStart ?? 0) - (packet.trimEnd ?? 0);
        expect(packet.codec).toBe(codec.id);
        // A codec that completes its configuration at the end says so.
        if (next !== undefined || codec.sameConfig === undefined) {
          expect(packet.config).toBe(first?.config);
        }
      }
      expect(kept).toBe(frame.length);
      expect((await toFrames(packets))[0]?.pts).toBe(12_345);
    });
    it('starts afresh on every subscription, and may be left early', async () => {
      const operator = encode(codec, ...spec.encodeOptions);
      const frames = splitFrame(signal(frameSize * 6), [512]);
      const once = await collect(fromPull(() => frames).pipe(operator));
      expect((await collect(fromPull(() => frames).pipe(operator, take(1)))).length).toBe(1);
      const again = await collect(fromPull(() => frames).pipe(operator));
      expect(again.map((packet) => packet.data.length)).toEqual(
        once.map((packet) => packet.data.length),
      );
    });
    it('puts out packets and frames that are never rewritten', async () => {
      const packets = await toPackets(splitFrame(signal(frameSize * 8), [512]));
      const copies = packets.map((packet) => packet.data.slice());
      const frames = await toFrames(packets);
      const planes = frames.map((frame) => frame.channels[0]?.slice());
      await toFrames(packets);
      expect(packets.map((packet) => packet.data)).toEqual(copies);
      expect(frames.map((frame) => frame.channels[0])).toEqual(planes);
    });
  });
};
