import { createAdtsFramer, createMp3InfoCollector, mp3Frame } from '@audioflow/codecs/bitstream';
import { AudioFlowError, type Packet } from '@audioflow/core';
import { gaplessTag } from '../container/index.js';
import type { AtomicFile } from './atomic-file.js';
import type { FileTrack } from './file-sink.js';

/** Codecs whose packets make a file without a container. */
export type ElementaryId = 'mp3' | 'aac';

export const isPacketOf = <C extends string>(packet: Packet, codec: C): packet is Packet<C> =>
  packet.codec === codec;

/** Packets of one codec, rate and channel count, or an error. */
export const expectPacket = <C extends string>(
  codec: C,
  packet: Packet,
  first: Packet = packet,
): Packet<C> => {
  if (!isPacketOf(packet, codec)) {
    throw new AudioFlowError(
      'unsupported',
      `writePackets: expected packets of ${codec}, got ${packet.codec}: name the file accordingly`,
    );
  }
  if (packet.sampleRate !== first.sampleRate || packet.channelCount !== first.channelCount) {
    throw new AudioFlowError(
      'format-changed',
      `writePackets: expected ${first.sampleRate} Hz and ${first.channelCount} channel(s) to the end, ` +
        `got ${packet.sampleRate} Hz and ${packet.channelCount} at pts ${packet.pts}`,
    );
  }
  return packet;
};

/** Mp3 frames behind an information frame, which is written again at the end. */
export const createMp3Track = (file: AtomicFile, first: Packet<'mp3'>): FileTrack<Packet> => {
  const collector = createMp3InfoCollector(first);
  file.append(collector.frame());
  return {
    add(packet) {
      const checked = expectPacket('mp3', packet, first);
      const bytes = mp3Frame(checked);
      collector.add(checked);
      file.append(bytes);
    },
    finish: () => file.patch(collector.frame(), 0),
  };
};

/** ADTS frames behind an ID3 tag that tells priming and padding, which is written again at the end. */
export const createAdtsTrack = (file: AtomicFile, first: Packet<'aac'>): FileTrack<Packet> => {
  const frame = createAdtsFramer();
  let trimStart = 0;
  let trimEnd = 0;
  let duration = 0;
  const tag = (): Uint8Array =>
    gaplessTag({ trimStart, trimEnd, samples: Math.max(0, duration - trimStart - trimEnd) });
  file.append(tag());
  return {
    add(packet) {
      const checked = expectPacket('aac', packet, first);
      file.append(frame(checked));
      trimStart += checked.trimStart ?? 0;
      trimEnd += checked.trimEnd ?? 0;
      duration += checked.duration;
    },
    finish: () => file.patch(tag(), 0),
  };
};

/** The track of a codec's packets. */
export const createPacketTrack = (
  codec: ElementaryId,
  file: AtomicFile,
  first: Packet | undefined,
): FileTrack<Packet> => {
  if (first === undefined) {
    throw new AudioFlowError(
      'invalid-state',
      `${codec}: expected at least one packet, got none: an empty ${codec} file has no format`,
    );
  }
  return codec === 'mp3'
    ? createMp3Track(file, expectPacket('mp3', first))
    : createAdtsTrack(file, expectPacket('aac', first));
};
