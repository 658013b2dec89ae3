import { resolveEngine } from '@audioflow/codecs/engine';
import { AudioFlowError, type Packet, type PacketStream, transform } from '@audioflow/core';
import { type AudioCodec, decode } from '@audioflow/core/codec';
import { EMPTY, filter } from 'rxjs';
import {
  createLogPacketReader,
  createLogRecordParser,
  createPacketLogKernel,
} from '../container/packet-log/index.js';
import type { AudioFile, OpenOptions } from './audio-file.types.js';
import { decodeRange } from './decode-range.js';
import { openLinkDecoder } from './link-decoder.js';
import { onlyStream } from './only-stream.js';
import type { SourceHead } from './source/source-head.js';

/** FFmpeg's decoders where they are named otherwise than the codec. */
const decoders: Readonly<Record<string, readonly string[]>> = {
  mp3: ['mp3float', 'mp3'],
  opus: ['libopus', 'opus'],
  vorbis: ['libvorbis', 'vorbis'],
};

const decoderOf = (id: string): AudioCodec<string, object, object> => ({
  id,
  checkEncodeOptions: () => ({}),
  checkDecodeOptions: () => ({}),
  openEncoder: () => {
    throw new AudioFlowError('unsupported', `${id}: expected to decode only`);
  },
  openDecoder: (first) =>
    openLinkDecoder(first, ({ sampleRate, channelCount, config }) =>
      resolveEngine('auto').openDecoder({
        codec: id,
        decoders: decoders[id] ?? [id],
        sampleRate,
        channelCount,
        ...(config === undefined ? {} : { config }),
        onMalformed: 'skip',
        onFormatChange: 'error',
      }),
    ),
});

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
        packets: (from) =>
          from === undefined
            ? packets()
            : packets().pipe(filter((packet) => packet.pts + packet.duration > from)),
        decode: (stream) => stream.pipe(decode(decoderOf(codec), { onFormatChange: 'restart' })),
      },
      options,
    ),
    metadata: EMPTY,
    close: head.close,
  };
};
