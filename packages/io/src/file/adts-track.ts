import { createAdtsFramer } from '@audioflow/codecs/bitstream';
import type { Packet } from '@audioflow/core';
import { gaplessTag, id3Tag } from '../container/index.js';
import { expectFormat } from './expect-format.js';
import { expectPacket } from './expect-packet.js';
import type { FileTrack } from './file-sink.js';
import type { OutputFile } from './output-file.types.js';
import type { PacketTrackOptions } from './packet-track.types.js';

/**
 * ADTS frames behind an ID3 tag that tells priming and padding, which is written again at the end. A
 * stream that cannot go back tells neither.
 */
export const createAdtsTrack = (
  file: OutputFile,
  { owner, tags, cover }: PacketTrackOptions,
): FileTrack<Packet> => {
  const frame = createAdtsFramer();
  const tagged = cover !== undefined || Object.keys(tags).length > 0;
  let first: Packet | undefined;
  let trimStart = 0;
  let trimEnd = 0;
  let duration = 0;
  const tag = (): Uint8Array => {
    const samples = Math.max(0, duration - trimStart - trimEnd);
    const gapless = { trimStart, trimEnd, samples };
    return tagged ? id3Tag({ tags, cover, gapless }) : gaplessTag(gapless);
  };
  const begin = (): void => {
    if (file.random !== undefined) file.append(tag());
    else if (tagged) file.append(id3Tag({ tags, cover }));
  };
  return {
    add(packet) {
      const checked = expectPacket(owner, 'aac', packet);
      if (first === undefined) begin();
      first ??= checked;
      expectFormat(owner, checked, first);
      file.append(frame(checked));
      trimStart += checked.trimStart ?? 0;
      trimEnd += checked.trimEnd ?? 0;
      duration += checked.duration;
    },
    finish: () => file.random?.patch(tag(), 0),
  };
};
