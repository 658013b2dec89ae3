import { loadNativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError, type Packet } from '@audioflow/core';
import { CONTAINERS, coverTags, createPlacer, flacLength, moveIndex } from '../container/index.js';
import {
  joinWrites,
  type MuxWrite,
  muxConfig,
  muxPlan,
  type NativeMuxer,
  openNativeMuxer,
} from '../container/native/index.js';
import type { FileTrack } from './file-sink.js';
import type { OutputFile } from './output-file.types.js';
import type { PacketTrackOptions } from './packet-track.types.js';

/** Puts what a muxer wrote to its place in a file that can go back. */
const applyWrites = async (file: OutputFile, writes: readonly MuxWrite[]): Promise<void> => {
  for (const { bytes, position } of writes) {
    const over = Math.min(bytes.length, file.size - position);
    if (over > 0) await file.random?.patch(bytes.subarray(0, over), position);
    if (over < bytes.length) file.append(bytes.subarray(Math.max(0, over)));
  }
};

/** Whether all of it belongs at the end. */
const isAppended = (file: OutputFile, writes: readonly MuxWrite[]): boolean => {
  let end = file.size;
  for (const { bytes, position } of writes) {
    if (position !== end) return false;
    end += bytes.length;
  }
  return true;
};

/** Where STREAMINFO stands in a FLAC file, behind the marker and its own head (RFC 9639, section 8). */
const STREAMINFO_AT = 8;
const STREAMINFO_BYTES = 34;

/** Where the last of some writes ends. */
const endOf = (writes: readonly MuxWrite[]): number =>
  writes.reduce((end, { position, bytes }) => Math.max(end, position + bytes.length), 0);

/** Packets through one of FFmpeg's muxers. */
export const createNativeTrack = async (
  file: OutputFile,
  options: PacketTrackOptions,
): Promise<FileTrack<Packet>> => {
  const { owner, container, channelMask } = options;
  const { cover: place, trims } = CONTAINERS[container];
  const library = await loadNativeLibrary();
  const seekable = file.random !== undefined;
  const mp4 = options.mp4 ?? (seekable ? 'faststart' : 'fragmented');
  // Its frames follow each other as they are: FFmpeg makes only what stands before them.
  const isPlain = container === 'flac';
  let muxer: NativeMuxer | undefined;
  let config: Uint8Array | undefined;
  let last: Packet | undefined;
  let samples = 0;
  let shift = 0;
  let writes: MuxWrite[] = [];
  /** Where the next frame goes in a file of plain frames. */
  let end = 0;

  /** The first packet of Vorbis decodes to no sample: that is no delay, but Matroska has no time before 0. */
  const startsLater = (packet: Packet): boolean =>
    packet.codec === 'vorbis' && (container === 'matroska' || container === 'webm');

  const placer = createPlacer({
    owner,
    container,
    trims,
    begin(first, lead) {
      const plan = muxPlan(first, { container, seekable, mp4 });
      config = muxConfig(first, lead);
      shift = startsLater(first) ? lead : 0;
      const { cover } = options;
      muxer = openNativeMuxer(library, {
        ...plan,
        // Fragments are mended in passing, also where nothing goes back behind them.
        seekable: seekable || container === 'mp4',
        stream: { packet: first, config, lead: shift > 0 ? 0 : lead, channelMask },
        tags: place === 'comment' ? coverTags(options.tags, cover) : options.tags,
        ...(cover !== undefined && (place === 'picture' || place === 'attachment')
          ? { cover: { ...cover, as: place } }
          : {}),
      });
      writes.push(...muxer.begin());
      end = endOf(writes);
    },
    put(placed) {
      const { packet, duration } = placed;
      config = placed.config ?? config;
      last = packet;
      samples += duration;
      if (isPlain) {
        writes.push({ position: end, bytes: packet.data });
        end += packet.data.length;
        return;
      }
      writes.push(...(muxer?.add({ ...placed, pts: placed.pts + shift }) ?? []));
    },
  });

  const settle = (): void | Promise<void> => {
    const made = writes;
    writes = [];
    if (made.length === 0) return undefined;
    if (file.random !== undefined && !isAppended(file, made)) return applyWrites(file, made);
    file.append(joinWrites(made, file.size));
    return undefined;
  };

  return {
    add(packet) {
      placer.add(packet);
      return settle();
    },
    async finish() {
      placer.end();
      if (muxer === undefined || last === undefined) {
        throw new AudioFlowError(
          'invalid-state',
          `${owner}: expected at least one packet, got none: an empty ${container} file has no format`,
        );
      }
      const told =
        isPlain && config !== undefined ? (flacLength(config, samples) ?? config) : undefined;
      if (seekable && told?.length === STREAMINFO_BYTES) {
        writes.push({ position: STREAMINFO_AT, bytes: told });
      }
      writes.push(...muxer.finish());
      await settle();
      if (container === 'mp4' && mp4 === 'faststart' && file.random !== undefined) {
        await moveIndex(file.random, file.size);
      }
    },
    release: () => muxer?.close(),
  };
};
