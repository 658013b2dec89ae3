import { AudioFlowError, type AudioFrame, diagnostics, type Packet } from '@audioflow/core';
import type { SessionOutput } from '@audioflow/core/codec';
import { checkFrame } from '../check-frame.js';
import type { EncoderSetup, EngineEncoder } from '../codec-engine.js';
import { createEncoderTimeline } from '../encoder-timeline.js';
import { isAudio } from '../is-audio.js';
import { missingSilence } from '../missing-silence.js';
import { repairSamples } from '../repair-samples.js';
import { createSessionGuard } from '../session-guard.js';
import { createFrameInput, type FrameInput } from './create-frame-input.js';
import type { NativeLibrary } from './native-library.js';
import { openNativeEncoder } from './open-encoder.js';

const SKIP_SAMPLES_BYTES = 8;

/**
 * An encoder session on one FFmpeg context, one native frame and one native packet for life. Input of
 * any length fills the frame's planes; a full frame is encoded at once.
 */
export const createNativeEncoder = <C extends string>(
  library: NativeLibrary,
  setup: EncoderSetup<C>,
): EngineEncoder<C> => {
  const { av } = library;
  const { AVERROR_EAGAIN, AVERROR_EOF } = library.constants;
  const { AV_PKT_DATA_NEW_EXTRADATA, AV_PKT_DATA_SKIP_SAMPLES } = library.constants;
  const owner = `encode(${setup.codec})`;
  const { context, layout, sampleFormat, ...info } = openNativeEncoder(library, setup);
  const { frameSize } = info;
  const { codec, format, variableDuration, finalConfig, channelMap } = setup;
  const timeline = createEncoderTimeline({ codec, format, ...info });
  const openInput = (): FrameInput => {
    const { sampleType } = setup;
    const { sampleRate } = format;
    const init = { sampleRate, layout, capacity: frameSize, sampleFormat, sampleType };
    try {
      return createFrameInput(library, init);
    } catch (error) {
      context.freeContext();
      throw error;
    }
  };
  const input = openInput();
  const nativePacket = new av.Packet();
  nativePacket.alloc();
  let filled = 0;
  let consumed = 0;
  let started = false;
  let packets = 0;
  let repairedSamples = 0;
  /** Where the last input ends that may hold what is no audio. */
  let doubtfulUntil = 0;
  /** What the encoder has told at its end. */
  let lastConfig: Uint8Array | undefined;

  const guard = createSessionGuard(owner, () => {
    input.free();
    nativePacket.free();
    context.freeContext();
  });

  const failed = (status: number): never => {
    throw new AudioFlowError(
      'io',
      `${owner}: FFmpeg failed: ${new av.FFmpegError(status).message}`,
      {
        details: { owner, status },
      },
    );
  };

  /** FFmpeg tells the duration of a last packet without the samples that are to be dropped. */
  const durationOf = (): number => {
    if (variableDuration !== true) return frameSize;
    const skip = nativePacket.getSideData(AV_PKT_DATA_SKIP_SAMPLES);
    const dropped = skip === null || skip.length < SKIP_SAMPLES_BYTES ? 0 : skip.readUInt32LE(4);
    return Number(nativePacket.duration) + dropped;
  };

  const take = (): Packet<C> | undefined => {
    const bytes = nativePacket.data;
    if (bytes === null || bytes.length === 0) {
      const told = nativePacket.getSideData(AV_PKT_DATA_NEW_EXTRADATA);
      if (told !== null && told.length > 0) lastConfig = new Uint8Array(told);
      return undefined;
    }
    // A copy: the view would keep native memory until it is collected.
    return timeline.stamp(new Uint8Array(bytes), durationOf());
  };

  const drain = (out: SessionOutput<Packet<C>>): void => {
    while (guard.live) {
      const status = context.receivePacketSync(nativePacket);
      if (status === AVERROR_EAGAIN || status === AVERROR_EOF) return;
      if (status < 0) failed(status);
      const packet = take();
      nativePacket.unref();
      if (packet === undefined) continue;
      packets++;
      out(packet);
    }
  };

  const repair = (samples: number): void => {
    let count = 0;
    for (const plane of input.planes) count += repairSamples(plane, 0, samples);
    if (count === 0) return;
    repairedSamples += count;
    const message = `${owner}: repaired ${count} samples that were no finite audio`;
    diagnostics.warn({ operator: owner, message, details: { repairedSamples } });
  };

  const submit = (out: SessionOutput<Packet<C>>): void => {
    const samples = filled;
    if (consumed < doubtfulUntil) repair(samples);
    const frame = input.frame(samples);
    frame.pts = BigInt(consumed);
    consumed += samples;
    filled = 0;
    const status = context.sendFrameSync(frame);
    if (status < 0) failed(status);
    input.reclaim();
    drain(out);
  };

  const fill = ({ channels, length }: AudioFrame, out: SessionOutput<Packet<C>>): void => {
    // All of a frame at once: the encoder's frames may be as short as 64 samples.
    const isSound = channels.every((plane) => isAudio(plane, 0, length));
    if (!isSound) doubtfulUntil = consumed + filled + length;
    for (let offset = 0; offset < length && guard.live; ) {
      if (filled === frameSize) submit(out);
      const take = Math.min(frameSize - filled, length - offset);
      for (let c = 0; c < channels.length; c++) {
        const plane = channels[c];
        if (plane === undefined) continue;
        const whole = take === plane.length;
        input.planes[channelMap?.[c] ?? c]?.set(
          whole ? plane : plane.subarray(offset, offset + take),
          filled,
        );
      }
      filled += take;
      offset += take;
      // The last packet must come at the end where the encoder tells then what it is to carry.
      if (filled === frameSize && finalConfig !== true) submit(out);
    }
  };

  const pushOut = (out: SessionOutput<Packet<C>>): void => {
    const samples = consumed + filled;
    const { priming } = info;
    const length = missingSilence(setup, { samples, rest: filled, priming });
    if (length === 0) return;
    const silence = new Float32Array(length);
    const { sampleRate, channelCount } = format;
    const channels = Array.from({ length: channelCount }, () => silence);
    fill({ kind: 'pcm', sampleRate, channels, length, pts: 0 }, out);
  };

  const finish = (out: SessionOutput<Packet<C>>): void => {
    pushOut(out);
    // A short frame is taken once, as the last one.
    if (filled > 0) submit(out);
    if (!guard.live) return;
    const status = context.sendFrameSync(null);
    if (status < 0) failed(status);
    drain(out);
  };

  const finishWithConfig = (out: SessionOutput<Packet<C>>): void => {
    let held: Packet<C> | undefined;
    finish((packet) => {
      if (held !== undefined) out(held);
      held = packet;
    });
    if (held === undefined || !guard.live) return;
    out(lastConfig === undefined ? held : { ...held, config: lastConfig });
  };

  return {
    info,
    get stats() {
      return { packets, repairedSamples };
    },
    push: (frame, out) =>
      guard.enter('push', () => {
        checkFrame(owner, frame, format);
        if (frame.length === 0) return;
        if (!started) timeline.start(frame.pts);
        started = true;
        fill(frame, out);
      }),
    end: (out) =>
      guard.enter('end', () => {
        if (!started) return;
        timeline.end(consumed + filled);
        if (finalConfig === true) finishWithConfig(out);
        else finish(out);
      }),
    close: guard.close,
  };
};
