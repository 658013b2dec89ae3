/** Pipelines that make no sense do not compile; each line below is one. */
import { aac, mp3, pcm } from '@audioflow/codecs';
import {
  type AudioFrame,
  gain,
  type Packet,
  type PcmStream,
  run,
  type Sink,
} from '@audioflow/core';
import { decode, encode } from '@audioflow/core/codec';
import { from, type Observable } from 'rxjs';

const frames: PcmStream = from<AudioFrame[]>([]);
const packets: Observable<Packet<'mp3'>> = frames.pipe(encode(mp3, { bitrate: 128_000 }));
const aacFile: Sink<Packet<'aac'>> = { write: () => {} };

// These do.
frames.pipe(gain(0.5), encode(aac, { bitrate: 96_000 }), decode(aac), gain(2));
void run(frames.pipe(encode(aac, { bitrate: 96_000 })), aacFile);

// @ts-expect-error mp3 packets into an aac decoder
packets.pipe(decode(aac));
// @ts-expect-error packets into a processor
packets.pipe(gain(0.5));
// @ts-expect-error frames into a decoder
frames.pipe(decode(mp3));
// @ts-expect-error packets into an encoder: decode first
packets.pipe(encode(aac, { bitrate: 96_000 }));
// @ts-expect-error a misspelt option
frames.pipe(encode(mp3, { bitRate: 128_000 }));
// @ts-expect-error an option of another type
frames.pipe(encode(mp3, { bitrate: '128k' }));
// @ts-expect-error an option of another codec
frames.pipe(encode(pcm, { bitrate: 128_000 }));
// @ts-expect-error a decoder where a codec is due
frames.pipe(encode(decode(mp3)));
// @ts-expect-error mp3 packets into a sink for aac
void run(packets, aacFile);
// @ts-expect-error frames into a sink for packets
void run(frames, aacFile);
// @ts-expect-error decoded frames are no packets
const wrong: Observable<Packet> = packets.pipe(decode(mp3));
void wrong;
