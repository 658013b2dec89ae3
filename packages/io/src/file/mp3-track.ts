import {
  createMp3InfoCollector,
  type Mp3InfoCollector,
  mp3Frame,
} from '@audioflow/codecs/bitstream';
import type { Packet } from '@audioflow/core';
import { id3Tag } from '../container/index.js';
import { expectFormat } from './expect-format.js';
import { expectPacket } from './expect-packet.js';
import type { FileTrack } from './file-sink.js';
import type { OutputFile } from './output-file.types.js';
import type { PacketTrackOptions } from './packet-track.types.js';

/**
 * Mp3 frames behind an ID3 tag, if there is something to tell, and an information frame. That is written
 * again at the end; a stream that cannot go back has none.
 */
export const createMp3Track = (
  file: OutputFile,
  { owner, tags, cover }: PacketTrackOptions,
): FileTrack<Packet> => {
  let first: Packet<'mp3'> | undefined;
  let collector: Mp3InfoCollector | undefined;
  let infoAt = 0;
  const begin = (packet: Packet<'mp3'>): void => {
    first = packet;
    if (cover !== undefined || Object.keys(tags).length > 0) file.append(id3Tag({ tags, cover }));
    infoAt = file.size;
    if (file.random === undefined) return;
    collector = createMp3InfoCollector(packet);
    file.append(collector.frame());
  };
  return {
    add(packet) {
      const checked = expectPacket(owner, 'mp3', packet);
      if (first === undefined) begin(checked);
      expectFormat(owner, checked, first ?? checked);
      const bytes = mp3Frame(checked);
      collector?.add(checked);
      file.append(bytes);
    },
    finish: () =>
      collector === undefined ? undefined : file.random?.patch(collector.frame(), infoAt),
  };
};
