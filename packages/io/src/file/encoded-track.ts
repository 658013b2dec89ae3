import { AudioFlowError, type AudioFrame, type Packet } from '@audioflow/core';
import type { EncoderSession, PcmFormat } from '@audioflow/core/codec';
import type { AtomicFile } from './atomic-file.js';
import type { FileTrack } from './file-sink.js';
import type { FrameGate } from './frame-gate.js';
import { createPacketTrack, type ElementaryId } from './packet-track.js';

/** What an encoded file is made with. */
export interface EncodedTrackOptions {
  readonly codec: ElementaryId;
  readonly gate: FrameGate;
  /** Opens the encoder, its options checked before. */
  openEncoder(
    format: PcmFormat,
  ): EncoderSession<ElementaryId> | Promise<EncoderSession<ElementaryId>>;
}

/** Frames through an encoder into the file of its codec. */
export const createEncodedTrack = async (
  file: AtomicFile,
  first: AudioFrame | undefined,
  { codec, gate, openEncoder }: EncodedTrackOptions,
): Promise<FileTrack<AudioFrame>> => {
  if (first === undefined) {
    throw new AudioFlowError(
      'invalid-state',
      `writeAudio: expected at least one frame for a file of ${codec}, got none`,
    );
  }
  const format = { sampleRate: first.sampleRate, channelCount: first.channels.length };
  const session = await openEncoder(format);
  let track: FileTrack<Packet> | undefined;
  const put = (packet: Packet): void => {
    track ??= createPacketTrack(codec, file, packet);
    void track.add(packet);
  };
  return {
    async add(frame) {
      for (const each of gate(frame)) await session.push(each, put);
    },
    async finish() {
      await session.end(put);
      track ??= createPacketTrack(codec, file, undefined);
      await track.finish();
    },
    release: () => session.close(),
  };
};
