/** What somebody writes who uses all packages: it has to compile with their compiler, not with ours. */
import { aac, framePackets, mp3, parsePackets } from '@audioflow/codecs';
import {
  AudioFlowError,
  type AudioFrame,
  createFrame,
  type Packet,
  type PcmStream,
  type Processor,
  run,
  type Sink,
  transform,
} from '@audioflow/core';
import { decode, encode } from '@audioflow/core/codec';
import { broadcaster, openAudio, writeAudio } from '@audioflow/io';
import { MsePlayer } from '@audioflow/io/browser';
import { from, type Observable } from 'rxjs';

const invert = (): Processor =>
  transform<AudioFrame, AudioFrame>(() => ({
    next: (frame, emit) => {
      emit({ ...frame, channels: frame.channels.map((plane) => plane.map((x) => -x)) });
    },
  }));

const frame: AudioFrame = createFrame([new Float32Array(1152)], { sampleRate: 44_100 });
const frames: PcmStream = from([frame]).pipe(invert());
const packets: Observable<Packet<'aac'>> = frames.pipe(encode(aac, { bitrate: 96_000 }));
const bytes: Observable<Uint8Array> = packets.pipe(framePackets(aac, 'adts'));
const again: PcmStream = bytes.pipe(parsePackets(aac), decode(aac));
const sink: Sink<Packet<'mp3'>> = {
  write: (packet) => console.log(packet.pts, packet.data.length),
};

// @ts-expect-error aac packets into an mp3 decoder
packets.pipe(decode(mp3));

try {
  const report = await run(again.pipe(encode(mp3, { bitrate: 128_000 })), sink);
  console.log(report, openAudio, writeAudio, broadcaster, MsePlayer);
} catch (error) {
  if (error instanceof AudioFlowError) console.error(error.code, error.message);
}
