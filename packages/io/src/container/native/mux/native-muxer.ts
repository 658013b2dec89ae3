import type { NativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError, type Packet } from '@audioflow/core';
import type { Tags } from '../../wav/wav-format.types.js';
import { attachCover, type MuxCover } from './attach-cover.js';
import { fillParameters, type MuxStream } from './mux-codec.js';
import { type MuxIo, type MuxWrite, openMuxIo } from './mux-io.js';

/** What a native muxer is opened with. */
export interface NativeMuxerInit {
  /** FFmpeg's name of the muxer. */
  readonly muxer: string;
  /** Its options. */
  readonly options: Readonly<Record<string, string>>;
  /** Whether earlier bytes can be written again. */
  readonly seekable: boolean;
  readonly stream: MuxStream;
  readonly tags: Tags;
  readonly cover?: MuxCover | undefined;
}

/** A packet as a container is given it: times in samples, those not heard left out at the end. */
export interface PlacedPacket {
  readonly packet: Packet;
  /** Of the first sample that it decodes to; the first one that is heard has 0. */
  readonly pts: number;
  /** Without what is cut at the end. */
  readonly duration: number;
  /** Another configuration than that of the header. */
  readonly config?: Uint8Array | undefined;
}

/** An FFmpeg muxer at work. Each call answers with the bytes that it made. */
export interface NativeMuxer {
  /** Bytes of the header. */
  begin(): readonly MuxWrite[];
  add(placed: PlacedPacket): readonly MuxWrite[];
  finish(): readonly MuxWrite[];
  /** Frees everything native; idempotent. */
  close(): void;
}

type FormatContext = InstanceType<NativeLibrary['av']['FormatContext']>;

const TRIM_BYTES = 10;

const failure = (
  { av }: NativeLibrary,
  { muxer, stream }: NativeMuxerInit,
  {
    code,
    status,
    doing,
  }: { code: 'unsupported' | 'malformed-data'; status: number; doing: string },
): AudioFlowError =>
  new AudioFlowError(
    code,
    `FFmpeg's ${muxer} muxer failed to ${doing} of ${stream.packet.codec}: ${new av.FFmpegError(status).message}`,
    { details: { muxer, codec: stream.packet.codec, status } },
  );

const setUp = (library: NativeLibrary, context: FormatContext, init: NativeMuxerInit): void => {
  const { av } = library;
  const { muxer, options, tags, stream } = init;
  const status = context.allocOutputContext2(null, muxer, null);
  if (status < 0) throw failure(library, init, { code: 'unsupported', status, doing: 'open' });
  const track = context.newStream();
  fillParameters(library, track.codecpar, stream);
  track.timeBase = new av.Rational(1, stream.packet.sampleRate);
  for (const [name, value] of Object.entries(options)) context.setOption(name, value);
  if (Object.keys(tags).length === 0) return;
  // The setter takes a copy.
  const metadata = av.Dictionary.fromObject({ ...tags });
  context.metadata = metadata;
  metadata.free();
};

const skipSamples = (end: number): Buffer => {
  const bytes = Buffer.alloc(TRIM_BYTES);
  bytes.writeUInt32LE(end, 4);
  return bytes;
};

/**
 * Opens one of FFmpeg's muxers for one audio stream. Everything is freed when this fails.
 *
 * @throws AudioFlowError `unsupported` where the muxer does not take the codec.
 */
export const openNativeMuxer = (library: NativeLibrary, init: NativeMuxerInit): NativeMuxer => {
  const { av, constants } = library;
  const { sampleRate } = init.stream.packet;
  const context = new av.FormatContext();
  const native = new av.Packet();
  native.alloc();
  let io: MuxIo | undefined;
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    native.free();
    if (io !== undefined) context.pb = null;
    context.freeContext();
    io?.release();
  };
  const taken = (): readonly MuxWrite[] => io?.take() ?? [];
  const check = (status: number, doing: string): void => {
    // What is written goes into memory, so it is the packets that are wrong.
    if (status < 0) throw failure(library, init, { code: 'malformed-data', status, doing });
  };

  try {
    setUp(library, context, init);
    const cover = init.cover && attachCover(library, context, init.cover);
    io = openMuxIo(library, init.seekable);
    context.pb = io.context;
    const status = context.writeHeaderSync(null);
    if (status < 0) {
      throw failure(library, init, { code: 'unsupported', status, doing: 'write a file' });
    }
    check(cover?.write(native) ?? 0, 'write the cover');
  } catch (error) {
    close();
    throw error;
  }
  const { num, den } = context.streams[0]?.timeBase ?? { num: 1, den: sampleRate };
  const ticks = (samples: number): number => Math.round((samples * den) / (num * sampleRate));

  return {
    begin: taken,
    add({ packet, pts, duration, config }) {
      const { buffer, byteOffset, length } = packet.data;
      // The setter takes a copy.
      native.data = Buffer.from(buffer, byteOffset, length);
      native.streamIndex = 0;
      native.isKeyframe = true;
      const start = ticks(pts);
      native.pts = BigInt(start);
      native.dts = BigInt(start);
      native.duration = BigInt(ticks(pts + duration) - start);
      const cut = packet.duration - duration;
      if (cut > 0) native.addSideData(constants.AV_PKT_DATA_SKIP_SAMPLES, skipSamples(cut));
      if (config !== undefined) {
        native.addSideData(constants.AV_PKT_DATA_NEW_EXTRADATA, Buffer.from(config));
      }
      const status = context.writeFrameSync(native);
      native.unref();
      check(status, 'write a packet');
      return taken();
    },
    finish() {
      check(context.writeTrailerSync(), 'end a file');
      return taken();
    },
    close,
  };
};
