import { AudioFlowError, type AudioFrame, type Packet } from '@audioflow/core';
import type { EncoderSession, PcmFormat } from '@audioflow/core/codec';
import type { FileTrack } from './file-sink.js';
import type { FrameGate } from './frame-gate.js';
import type { OutputFile } from './output-file.types.js';
import { openPacketTrack } from './packet-track.js';
import type { PacketTrackOptions } from './packet-track.types.js';

/** What an encoded file is made with. */
export interface EncodedTrackOptions extends PacketTrackOptions {
  readonly gate: FrameGate;
  /** Opens the encoder, its options checked before. */
  openEncoder(format: PcmFormat): EncoderSession<string> | Promise<EncoderSession<string>>;
}

/** Frames through an encoder into a container. */
export const createEncodedTrack = async (
  file: OutputFile,
  first: AudioFrame | undefined,
  options: EncodedTrackOptions,
): Promise<FileTrack<AudioFrame>> => {
  const { container, gate, openEncoder } = options;
  if (first === undefined) {
    throw new AudioFlowError(
      'invalid-state',
      `writeAudio: expected at least one frame for a file of ${container}, got none`,
    );
  }
  const format = { sampleRate: first.sampleRate, channelCount: first.channels.length };
  const channelMask = first.layout?.mask;
  const session = await openEncoder(format);
  let track: FileTrack<Packet> | undefined;
  let made: Packet[] = [];
  const put = (packet: Packet): void => {
    made.push(packet);
  };
  const writeMade = async (): Promise<void> => {
    const packets = made;
    made = [];
    for (const packet of packets) {
      track ??= await openPacketTrack(file, packet, { ...options, channelMask });
      await track.add(packet);
    }
  };
  return {
    async add(frame) {
      for (const each of gate(frame)) {
        await session.push(each, put);
        await writeMade();
      }
    },
    async finish() {
      await session.end(put);
      await writeMade();
      track ??= await openPacketTrack(file, undefined, options);
      await track.finish();
    },
    async release() {
      await session.close();
      await track?.release?.();
    },
  };
};
