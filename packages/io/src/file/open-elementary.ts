import { aac, type DecodeOptions, mp3, parsePackets } from '@audioflow/codecs';
import {
  findFrame,
  parseAdtsHeader,
  parseMp3Header,
  parseMp3Info,
} from '@audioflow/codecs/bitstream';
import { AudioFlowError, type ChannelLayout, LAYOUTS, type PacketStream } from '@audioflow/core';
import { type AudioCodec, decode, only } from '@audioflow/core/codec';
import { EMPTY, of } from 'rxjs';
import type { AudioFile, AudioFileInfo, OpenOptions } from './audio-file.types.js';
import { decodeRange } from './decode-range.js';
import { onlyStream } from './only-stream.js';
import type { ElementaryId } from './packet-track.js';
import type { SourceHead } from './source/source-head.js';
import { trimPackets } from './trim-packets.js';

const withLength = (
  info: Omit<AudioFileInfo, 'totalSamples' | 'durationSeconds'>,
  totalSamples: number | undefined,
  estimate: number | undefined,
): AudioFileInfo => {
  if (totalSamples !== undefined) {
    return { ...info, totalSamples, durationSeconds: totalSamples / info.sampleRate };
  }
  return estimate === undefined ? info : { ...info, durationSeconds: estimate };
};

/** Bytes of sound from a place in the head on, where the size is known. */
const bytesFrom = ({ size, offset, endTagBytes: tags }: SourceHead, at: number) =>
  size === undefined ? undefined : Math.max(0, size - offset - at - tags);

const describeMp3 = (head: SourceHead, at: number, length: number): AudioFileInfo | undefined => {
  const frame = head.bytes.subarray(at, at + length);
  const header = parseMp3Header(frame);
  if (header === undefined) return undefined;
  const { sampleRate, channelCount, samples } = header;
  const tag = parseMp3Info(frame, header);
  const audioBytes = bytesFrom(head, at);
  const info = { container: 'mp3', codec: 'mp3', sampleRate, channelCount };
  if (tag?.frames === undefined) {
    const { bitrate } = header;
    const estimate = audioBytes === undefined ? undefined : (audioBytes * 8) / bitrate;
    return withLength({ ...info, bitrate }, undefined, estimate);
  }
  const { frames, bytes = audioBytes ?? 0, trimStart, trimEnd } = tag;
  const bitrate = Math.round((bytes * 8 * sampleRate) / (frames * samples || 1));
  const totalSamples = frames * samples - trimStart - trimEnd;
  // Where the file is cut, or has had another one joined to it, the tag speaks of other bytes.
  const isExact = audioBytes !== undefined && tag.bytes === audioBytes;
  const share = audioBytes === undefined ? 1 : audioBytes / (bytes || 1);
  const estimate = (totalSamples / sampleRate) * share;
  return withLength({ ...info, bitrate }, isExact ? totalSamples : undefined, estimate);
};

/** What the channel configurations above stereo mean (ISO 14496-3, table 1.19). */
const ADTS_LAYOUTS: readonly ChannelLayout[] = [
  LAYOUTS['3.0'],
  { channelCount: 4, mask: 0x107 },
  LAYOUTS['5.0'],
  LAYOUTS['5.1'],
  LAYOUTS['7.1'],
];

/** Bytes and frames of the ADTS frames in the head: what the average bitrate is guessed from. */
const countAdts = (bytes: Uint8Array, from: number): { bytes: number; frames: number } => {
  let at = from;
  let frames = 0;
  for (let h = parseAdtsHeader(bytes, at); h !== undefined; h = parseAdtsHeader(bytes, at)) {
    at += h.bytes;
    frames += h.blocks;
  }
  return { bytes: at - from, frames };
};

const describeAdts = (head: SourceHead, at: number): AudioFileInfo | undefined => {
  const header = parseAdtsHeader(head.bytes, at);
  if (header === undefined) return undefined;
  const { sampleRate, channelCount } = header;
  const counted = countAdts(head.bytes, at);
  const bitrate = Math.round((counted.bytes * 8 * sampleRate) / (counted.frames * 1024 || 1));
  const layout = ADTS_LAYOUTS.find((told) => told.channelCount === channelCount);
  const info = {
    ...{ container: 'adts', codec: 'aac', sampleRate, channelCount, bitrate },
    ...(layout === undefined ? {} : { layout }),
  };
  const bytes = bytesFrom(head, at);
  const estimate = bytes === undefined ? undefined : (bytes * 8) / (bitrate || 1);
  return withLength(info, head.id3?.gapless?.samples, estimate);
};

/** The packets of a source that begins with `head`. */
const elementaryPackets = <C extends ElementaryId>(
  codec: { readonly id: C },
  head: SourceHead,
): PacketStream<C> =>
  head
    .open()
    .pipe(parsePackets(codec), trimPackets<C>(codec.id === 'aac' ? head.id3?.gapless : undefined));

const FRAME_SAMPLES = { mp3: 1152, aac: 1024 } as const;

const streamsOf = <C extends ElementaryId, E extends object>(
  codec: AudioCodec<C, E, DecodeOptions>,
  head: SourceHead,
  { info, options }: { readonly info: AudioFileInfo; readonly options: OpenOptions },
): Pick<AudioFile, 'packets' | 'pcm'> => {
  const packets = elementaryPackets(codec, head);
  const pcm = decodeRange(
    {
      codec: codec.id,
      sampleRate: info.sampleRate,
      layout: info.layout,
      packetSamples: FRAME_SAMPLES[codec.id],
      packets: () => packets,
      decode: (part) => part.pipe(only(codec), decode(codec, { onFormatChange: 'restart' })),
    },
    options,
  );
  return { packets, pcm };
};

/** Opens mp3 or ADTS. */
export const openElementary = async (
  codec: ElementaryId,
  head: SourceHead,
  options: OpenOptions,
): Promise<AudioFile> => {
  const found = findFrame(codec, head.bytes);
  const info =
    found &&
    (codec === 'mp3'
      ? describeMp3(head, found.offset, found.length)
      : describeAdts(head, found.offset));
  if (info === undefined) {
    const { name } = head;
    throw new AudioFlowError(
      'malformed-data',
      `expected ${codec === 'mp3' ? 'mp3' : 'ADTS'} frames in ${name}, found none in its first ${head.bytes.length} bytes`,
      { details: { path: name } },
    );
  }
  const tags = { ...head.endTags.tags, ...head.id3?.tags };
  const streams =
    codec === 'mp3'
      ? streamsOf(mp3, head, { info, options })
      : streamsOf(aac, head, { info, options });
  return {
    info,
    streams: [onlyStream(info)],
    tags,
    pictures: [...(head.id3?.pictures ?? []), ...head.endTags.pictures],
    ...streams,
    metadata: Object.keys(tags).length === 0 ? EMPTY : of({ pts: 0, tags }),
    close: head.close,
  };
};
