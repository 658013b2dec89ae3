import { AudioFlowError, type AudioFrame, diagnostics, type Packet } from '@audioflow/core';
import type { SessionOutput } from '@audioflow/core/codec';
import { checkFrame } from '../check-frame.js';
import type { EncoderSetup, EngineEncoder } from '../codec-engine.js';
import { createEncoderTimeline } from '../encoder-timeline.js';
import { repairSamples } from '../repair-samples.js';
import { createSessionGuard } from '../session-guard.js';
import { createFrameStore } from './frame-store.js';
import type { NativeLibrary } from './native-library.js';
import { openNativeEncoder } from './open-encoder.js';

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
  const owner = `encode(${setup.codec})`;
  const { context, layout, ...info } = openNativeEncoder(library, setup);
  const { frameSize } = info;
  const { codec, format } = setup;
  const timeline = createEncoderTimeline({ codec, format, ...info });
  const store = createFrameStore(library, {
    sampleRate: format.sampleRate,
    layout,
    capacity: frameSize,
  });
  const nativePacket = new av.Packet();
  nativePacket.alloc();
  let filled = 0;
  let consumed = 0;
  let started = false;
  let packets = 0;
  let repairedSamples = 0;

  const guard = createSessionGuard(owner, () => {
    store.free();
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

  const drain = (out: SessionOutput<Packet<C>>): void => {
    while (guard.live) {
      const status = context.receivePacketSync(nativePacket);
      if (status === AVERROR_EAGAIN || status === AVERROR_EOF) return;
      if (status < 0) failed(status);
      const bytes = nativePacket.data;
      // A copy: the view would keep native memory until it is collected.
      const data = bytes === null ? undefined : new Uint8Array(bytes);
      nativePacket.unref();
      const packet = data === undefined || data.length === 0 ? undefined : timeline.stamp(data);
      if (packet === undefined) continue;
      packets++;
      out(packet);
    }
  };

  const repair = (samples: number): void => {
    let count = 0;
    for (const plane of store.planes) count += repairSamples(plane, 0, samples);
    if (count === 0) return;
    repairedSamples += count;
    const message = `${owner}: repaired ${count} samples that were no finite audio`;
    diagnostics.warn({ operator: owner, message, details: { repairedSamples } });
  };

  const submit = (samples: number, out: SessionOutput<Packet<C>>): void => {
    repair(samples);
    const { frame } = store;
    if (samples !== frameSize) frame.nbSamples = samples;
    frame.pts = BigInt(consumed);
    consumed += samples;
    filled = 0;
    const status = context.sendFrameSync(frame);
    if (status < 0) failed(status);
    store.reclaim();
    drain(out);
  };

  const fill = (input: AudioFrame, out: SessionOutput<Packet<C>>): void => {
    const { channels, length } = input;
    for (let offset = 0; offset < length && guard.live; ) {
      const take = Math.min(frameSize - filled, length - offset);
      for (let c = 0; c < channels.length; c++) {
        const plane = channels[c];
        if (plane === undefined) continue;
        const whole = take === plane.length;
        store.planes[c]?.set(whole ? plane : plane.subarray(offset, offset + take), filled);
      }
      filled += take;
      offset += take;
      if (filled === frameSize) submit(frameSize, out);
    }
  };

  return {
    info,
    get stats() {
      return { packets, repairedSamples };
    },
    push: (input, out) =>
      guard.enter('push', () => {
        checkFrame(owner, input, format);
        if (input.length === 0) return;
        if (!started) timeline.start(input.pts);
        started = true;
        fill(input, out);
      }),
    end: (out) =>
      guard.enter('end', () => {
        if (!started) return;
        timeline.end(consumed + filled);
        // A short frame is taken once, as the last one.
        if (filled > 0) submit(filled, out);
        if (!guard.live) return;
        const status = context.sendFrameSync(null);
        if (status < 0) failed(status);
        drain(out);
      }),
    close: guard.close,
  };
};
