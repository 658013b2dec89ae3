import { createContinuity } from '../dsp/index.js';
import { AudioFlowError } from '../error/index.js';
import { type AsyncTransform, type Encoder, transformAsync } from '../operator/index.js';
import type { AudioFrame, Packet } from '../signal/index.js';
import type { AudioCodec, EncoderSession } from './audio-codec.js';
import { checkCodec } from './check-codec.js';
import { frameParts, isLong } from './frame-parts.js';
import { gapFrames } from './gap-frames.js';
import { createHeldOutput } from './held-output.js';
import {
  type SessionOptions,
  type SessionSettings,
  splitSessionOptions,
} from './session-options.js';

type Emit<C extends string> = (packet: Packet<C>) => boolean | Promise<boolean>;

const describe = (rate: number, channels: number): string => `${rate} Hz, ${channels} channel(s)`;

const createKernel = <C extends string, E extends object, D extends object>(
  codec: AudioCodec<C, E, D>,
  options: E,
  settings: SessionSettings,
): AsyncTransform<AudioFrame, Packet<C>> => {
  const name = `encode(${codec.id})`;
  let session: EncoderSession<C> | undefined;
  let cancelled = false;
  let closing: Promise<void> | undefined;
  let sampleRate = 0;
  let channelCount = 0;
  const continuity = createContinuity(name, settings);
  const output = createHeldOutput<Packet<C>>();

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
  const end = async (emit: Emit<C>): Promise<void> => {
    await output.settle(session?.end(output.through(emit)));
    await close();
  };
  /** Pushes frames part by part, and waits for room between two of them. */
  const feed = async (frames: Iterable<AudioFrame>, emit: Emit<C>): Promise<void> => {
    const put = output.through(emit);
    for (const frame of frames) {
      for (const part of frameParts(frame)) {
        await output.settle(session?.push(part, put));
        if (!(await output.drain())) return;
      }
    }
  };
  const start = async (frame: AudioFrame, emit: Emit<C>): Promise<void> => {
    ({ sampleRate } = frame);
    channelCount = frame.channels.length;
    continuity.reset();
    continuity.check(frame);
    const opened = await codec.openEncoder({ sampleRate, channelCount }, options);
    if (cancelled) return opened.close();
    session = opened;
    return feed([frame], emit);
  };
  const restart = async (frame: AudioFrame, emit: Emit<C>): Promise<void> => {
    await end(emit);
    await start(frame, emit);
  };
  const fillGap = async (frame: AudioFrame, gap: number, emit: Emit<C>): Promise<void> => {
    await feed(gapFrames(frame, frame.pts - gap), emit);
    await feed([frame], emit);
  };
  const changeFormat = (frame: AudioFrame, emit: Emit<C>): Promise<void> => {
    if (settings.onFormatChange === 'restart') return restart(frame, emit);
    const before = describe(sampleRate, channelCount);
    const now = describe(frame.sampleRate, frame.channels.length);
    throw new AudioFlowError(
      'format-changed',
      `${name}: expected ${before} as before, got ${now}: convert with resample() and remix(), or set onFormatChange: 'restart'`,
    );
  };
  return {
    next: (frame, emit) => {
      if (frame.length === 0) return undefined;
      if (session === undefined) return start(frame, emit);
      if (frame.sampleRate !== sampleRate || frame.channels.length !== channelCount) {
        return changeFormat(frame, emit);
      }
      const { action, gap } = continuity.check(frame);
      if (action === 'continue') {
        return isLong(frame)
          ? feed([frame], emit)
          : output.settle(session.push(frame, output.through(emit)));
      }
      return action === 'silence' ? fillGap(frame, gap, emit) : restart(frame, emit);
    },
    flush: end,
    cancel,
    dispose: () => closing ?? close(),
  };
};

/** The arguments after the codec: options may be left out where all of them are optional. */
export type CodecOptions<O extends object, S extends object = SessionOptions> = object extends O
  ? [options?: O & S]
  : [options: O & S];

/**
 * Encodes PCM into packets: `frames.pipe(encode(mp3, { bitrate: 128_000 }))`.
 *
 * Frames may have any length. The encoder opens on the first non-empty frame, with its format; the
 * source is held meanwhile. On completion everything that the encoder holds comes out. Encoder delay
 * and padding are carried by the packets (`pts`, `trimStart`, `trimEnd`), so that decoding gives back
 * exactly the samples that went in.
 *
 * @param codec A codec descriptor.
 * @param options The codec's own options, and {@link SessionOptions}.
 * @throws AudioFlowError `invalid-option` at once; through the stream `unsupported` (the format has no
 * legal encoding), `unavailable` (no engine), `format-changed`, `malformed-data` (a jump of pts).
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { encode } from '@audioflow/core/codec';
 * import { pcm } from '@audioflow/codecs';
 * const report = await run(
 *   sine({ duration: 1, sampleRate: 8000 }).pipe(encode(pcm, { sampleType: 's16' })),
 *   { write: async () => {} },
 * );
 * console.log(report.bytes); // 16000
 */
export const encode = <C extends string, E extends object, D extends object>(
  codec: AudioCodec<C, E, D>,
  ...options: CodecOptions<E>
): Encoder<C> => {
  checkCodec('encode', codec);
  const name = `encode(${codec.id})`;
  const split = splitSessionOptions(name, options[0] ?? {});
  const checked = codec.checkEncodeOptions(split.codec);
  return transformAsync(() => createKernel(codec, checked, split.session), { name });
};
