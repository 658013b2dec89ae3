import {
  aac,
  adpcmIma,
  alac,
  alaw,
  ffmpegCodec,
  flac,
  g722,
  mp3,
  mulaw,
  opus,
  pcm,
  vorbis,
  wavpack,
} from '@audioflow/codecs';
import { AudioFlowError, type Packet, type PacketStream, transform } from '@audioflow/core';
import { type CodecRegistry, createCodecRegistry, decode } from '@audioflow/core/codec';
import { EMPTY } from 'rxjs';
import {
  createLogPacketReader,
  createLogRecordParser,
  createPacketLogKernel,
} from '../container/packet-log/index.js';
import type { AudioFile, OpenOptions } from './audio-file.types.js';
import { decodeRange } from './decode-range.js';
import { onlyStream } from './only-stream.js';
import type { SourceHead } from './source/source-head.js';

const known = createCodecRegistry([
  aac,
  adpcmIma,
  alac,
  alaw,
  flac,
  g722,
  mp3,
  mulaw,
  opus,
  pcm,
  vorbis,
  wavpack,
]);

/** Our codecs by the names in the log, any other as FFmpeg knows it. */
const decoderOf = (id: string): CodecRegistry =>
  known.find(id) === undefined ? createCodecRegistry([ffmpegCodec<string>(id)]) : known;

const firstPacket = async (head: SourceHead): Promise<Packet> => {
  const parser = createLogRecordParser();
  const reader = createLogPacketReader();
  for await (const bytes of head.look()) {
    for (const record of parser.push(bytes)) {
      const packet = reader.take(record);
      if (packet !== undefined) return packet;
    }
    if (parser.damage !== undefined) break;
  }
  throw new AudioFlowError(
    'malformed-data',
    `expected a packet log with at least one packet in ${head.name}, got none`,
    { details: { path: head.name } },
  );
};

/** Opens a packet log. */
export const openLog = async (head: SourceHead, options: OpenOptions): Promise<AudioFile> => {
  const { codec, sampleRate, channelCount, duration } = await firstPacket(head);
  const { offset } = head;
  const info = { container: 'packet-log', codec, sampleRate, channelCount };
  const packets = (): PacketStream =>
    head
      .open(offset)
      .pipe(transform(() => createPacketLogKernel(options.onWarning), { name: 'readPacketLog' }));
  return {
    info,
    streams: [onlyStream(info)],
    tags: {},
    pictures: [],
    packets: packets(),
    pcm: decodeRange(
      {
        codec,
        sampleRate,
        packetSamples: duration,
        packets,
        decode: (stream) => stream.pipe(decode(decoderOf(codec), { onFormatChange: 'restart' })),
      },
      options,
    ),
    metadata: EMPTY,
    close: head.close,
  };
};
