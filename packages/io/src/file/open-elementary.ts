import { aac, mp3, parsePackets } from '@audioflow/codecs';
import {
  findFrame,
  parseAdtsHeader,
  parseMp3Header,
  parseMp3Info,
} from '@audioflow/codecs/bitstream';
import { AudioFlowError, type PacketStream, rechunk } from '@audioflow/core';
import { decode } from '@audioflow/core/codec';
import { EMPTY, of } from 'rxjs';
import type { AudioFile, AudioFileInfo, OpenOptions } from './audio-file.types.js';
import type { FileHead } from './file-head.js';
import type { ElementaryId } from './packet-track.js';
import { readBytes } from './read-bytes.js';
import { trimPackets } from './trim-packets.js';

const withLength = (
  info: Omit<AudioFileInfo, 'totalSamples' | 'durationSeconds'>,
  totalSamples: number | undefined,
  estimate: number,
): AudioFileInfo =>
  totalSamples === undefined
    ? { ...info, durationSeconds: estimate }
    : { ...info, totalSamples, durationSeconds: totalSamples / info.sampleRate };

const describeMp3 = (head: FileHead, at: number, length: number): AudioFileInfo | undefined => {
  const frame = head.bytes.subarray(at, at + length);
  const header = parseMp3Header(frame);
  if (header === undefined) return undefined;
  const { sampleRate, channelCount, samples } = header;
  const tag = parseMp3Info(frame, header);
  const audioBytes = Math.max(0, head.size - head.offset - at - head.endTagBytes);
  const info = { container: 'mp3', codec: 'mp3', sampleRate, channelCount };
  if (tag?.frames === undefined) {
    const { bitrate } = header;
    return { ...info, bitrate, durationSeconds: (audioBytes * 8) / bitrate };
  }
  const { frames, bytes = audioBytes, trimStart, trimEnd } = tag;
  const bitrate = Math.round((bytes * 8 * sampleRate) / (frames * samples || 1));
  const totalSamples = frames * samples - trimStart - trimEnd;
  const seconds = totalSamples / sampleRate;
  // Where the file is cut, or has had another one joined to it, the tag speaks of other bytes.
  return tag.bytes === audioBytes
    ? { ...info, bitrate, totalSamples, durationSeconds: seconds }
    : { ...info, bitrate, durationSeconds: (seconds * audioBytes) / (bytes || 1) };
};

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

const describeAdts = (head: FileHead, at: number): AudioFileInfo | undefined => {
  const header = parseAdtsHeader(head.bytes, at);
  if (header === undefined) return undefined;
  const { sampleRate, channelCount } = header;
  const counted = countAdts(head.bytes, at);
  const bitrate = Math.round((counted.bytes * 8 * sampleRate) / (counted.frames * 1024 || 1));
  const info = { container: 'adts', codec: 'aac', sampleRate, channelCount, bitrate };
  const estimate = ((head.size - head.offset - at) * 8) / (bitrate || 1);
  return withLength(info, head.id3?.gapless?.samples, estimate);
};

/** The packets of a file that begins with `head`. */
export const elementaryPackets = <C extends ElementaryId>(
  codec: { readonly id: C },
  head: FileHead,
): PacketStream<C> =>
  readBytes(head.path).pipe(
    parsePackets(codec),
    trimPackets<C>(codec.id === 'aac' ? head.id3?.gapless : undefined),
  );

/** Opens an mp3 or ADTS file. */
export const openElementary = (
  codec: ElementaryId,
  head: FileHead,
  { frameLength }: OpenOptions,
): AudioFile => {
  const found = findFrame(codec, head.bytes);
  const info =
    found &&
    (codec === 'mp3'
      ? describeMp3(head, found.offset, found.length)
      : describeAdts(head, found.offset));
  if (info === undefined) {
    const { path } = head;
    throw new AudioFlowError(
      'malformed-data',
      `expected ${codec === 'mp3' ? 'mp3' : 'ADTS'} frames in ${path}, found none in its first ${head.bytes.length} bytes`,
      { details: { path } },
    );
  }
  const tags = head.id3?.tags ?? {};
  const metadata = Object.keys(tags).length === 0 ? EMPTY : of({ pts: 0, tags });
  if (codec === 'mp3') {
    const packets = elementaryPackets(mp3, head);
    return { info, packets, pcm: packets.pipe(decode(mp3), rechunk(frameLength)), metadata };
  }
  const packets = elementaryPackets(aac, head);
  return { info, packets, pcm: packets.pipe(decode(aac), rechunk(frameLength)), metadata };
};
