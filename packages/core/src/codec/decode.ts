import * as z from 'zod';
import { AudioFlowError, checkOptions } from '../error/index.js';
import { type AsyncTransform, type Decoder, transformAsync } from '../operator/index.js';
import type { AudioFrame, Packet } from '../signal/index.js';
import type { AudioCodec, DecoderSession } from './audio-codec.js';
import { checkCodec } from './check-codec.js';
import type { CodecRegistry } from './codec-registry.js';
import type { CodecOptions } from './encode.js';
import { createHeldOutput } from './held-output.js';
import type { FormatChangeOptions } from './session-options.js';

const policy = z.enum(['restart', 'error']).default('error');
const schema = z.looseObject({ onFormatChange: policy });
const registrySchema = z.strictObject({ onFormatChange: policy });

type Emit = (frame: AudioFrame) => boolean | Promise<boolean>;
type SameConfig = (a: Uint8Array, b: Uint8Array) => boolean;
/** How sessions are opened, and what tells that a packet belongs to the same one. */
interface Opener {
  open(first: Packet): DecoderSession<string> | Promise<DecoderSession<string>>;
  sameConfig(codec: string): SameConfig | undefined;
}

const sameBytes: SameConfig = (a, b) =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

const isSame = (a?: Uint8Array, b?: Uint8Array, same: SameConfig = sameBytes): boolean =>
  a === b || (a !== undefined && b !== undefined && same(a, b));

const continues = (first: Packet, packet: Packet, same?: SameConfig): boolean =>
  packet.codec === first.codec &&
  packet.sampleRate === first.sampleRate &&
  packet.channelCount === first.channelCount &&
  isSame(packet.config, first.config, same);

const createKernel = (
  name: string,
  opener: Opener,
  onFormatChange: 'restart' | 'error',
): AsyncTransform<Packet, AudioFrame> => {
  let session: DecoderSession<string> | undefined;
  let cancelled = false;
  let closing: Promise<void> | undefined;
  let first: Packet | undefined;
  let same: SameConfig | undefined;
  const output = createHeldOutput<AudioFrame>();

  const close = async (): Promise<void> => {
    const closed = session;
    session = undefined;
    await closed?.close();
  };
  /** What a session has promised settles once it is closed: not from within its own call. */
  const cancel = (): void => {
    cancelled = true;
    queueMicrotask(() => {
      closing = close();
      // Whoever disposes of the kernel hears of it.
      closing.catch(() => undefined);
    });
  };
  const end = async (emit: Emit): Promise<void> => {
    await output.settle(session?.end(output.through(emit)));
    await close();
  };
  const start = async (packet: Packet, emit: Emit): Promise<void> => {
    first = packet;
    const opened = await opener.open(packet);
    same = opener.sameConfig(packet.codec);
    if (cancelled) return opened.close();
    session = opened;
    return output.settle(session.push(packet, output.through(emit)));
  };
  const restart = async (packet: Packet, emit: Emit): Promise<void> => {
    await end(emit);
    await start(packet, emit);
  };
  return {
    next: (packet, emit) => {
      if (session === undefined || first === undefined) return start(packet, emit);
      if (continues(first, packet, same)) {
        return output.settle(session.push(packet, output.through(emit)));
      }
      if (onFormatChange === 'restart') return restart(packet, emit);
      const show = (p: Packet): string =>
        `${p.codec} at ${p.sampleRate} Hz, ${p.channelCount} channel(s)`;
      throw new AudioFlowError(
        'format-changed',
        `${name}: expected ${show(first)} as before, got ${show(packet)}${isSame(packet.config, first.config, same) ? '' : ' with another configuration'}: set onFormatChange: 'restart' to go on`,
      );
    },
    flush: end,
    cancel,
    dispose: () => closing ?? close(),
  };
};

const isRegistry = (target: object): target is CodecRegistry => 'find' in target;

/**
 * Decodes packets into PCM: `packets.pipe(decode(mp3))`.
 *
 * With a registry it takes packets of any codec in it, and chooses by the packets' own `codec`. The
 * decoder opens on the first packet; priming and padding are trimmed; on completion all that the
 * decoder holds comes out. Its `pts` come from the packets: gaps stay gaps.
 *
 * @param codec A codec descriptor, or a registry of them.
 * @param options The codec's own options (not with a registry), and `onFormatChange`.
 * @throws AudioFlowError `invalid-option` at once, and through the stream when a packet of another
 * codec comes; `unsupported`, `unavailable`, `format-changed`, `malformed-data`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { decode, encode } from '@audioflow/core/codec';
 * import { pcm } from '@audioflow/codecs';
 * const report = await run(
 *   sine({ duration: 1, sampleRate: 8000 }).pipe(encode(pcm, { sampleType: 's16' }), decode(pcm)),
 *   { write: () => {} },
 * );
 * console.log(report.samples); // 8000
 */
export function decode<C extends string, E extends object, D extends object>(
  codec: AudioCodec<C, E, D>,
  ...options: CodecOptions<D, FormatChangeOptions>
): Decoder<C>;
export function decode(registry: CodecRegistry, options?: FormatChangeOptions): Decoder;
export function decode<C extends string, E extends object, D extends object>(
  target: AudioCodec<C, E, D> | CodecRegistry,
  options: FormatChangeOptions = {},
): Decoder<C> {
  checkCodec('decode', target);
  const name = isRegistry(target) ? 'decode(registry)' : `decode(${target.id})`;
  const { onFormatChange } = checkOptions(
    name,
    isRegistry(target) ? registrySchema : schema,
    options,
  );
  const opener = isRegistry(target)
    ? openByRegistry(target, options)
    : openByCodec(target, name, target.checkDecodeOptions(options));
  return transformAsync(() => createKernel(name, opener, onFormatChange), { name });
}

const openByRegistry = (registry: CodecRegistry, options: object): Opener => ({
  open: (packet) => {
    const codec = registry.get(packet.codec);
    return codec.openDecoder(packet, codec.checkDecodeOptions(options));
  },
  sameConfig: (id) => registry.find(id)?.sameConfig,
});

const isOf = <C extends string>(packet: Packet, id: C): packet is Packet<C> => packet.codec === id;

const openByCodec = <C extends string, E extends object, D extends object>(
  codec: AudioCodec<C, E, D>,
  name: string,
  options: D,
): Opener => ({
  open: (packet) => {
    if (isOf(packet, codec.id)) return codec.openDecoder(packet, options);
    throw new AudioFlowError(
      'invalid-option',
      `${name}: expected ${codec.id} packets, got ${packet.codec}: use decode(${packet.codec}), or a registry`,
    );
  },
  sameConfig: () => codec.sameConfig,
});
