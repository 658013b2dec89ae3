import { aac, mp3, pcm } from '@audioflow/codecs';
import { createFrame, fromPull, type Packet, run } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';

export const TONE = { sampleRate: 44_100, channelCount: 2 };

const CHUNK = 1152;

const frames = function* (hertz: number, seconds: number) {
  const plane = new Float32Array(CHUNK);
  for (let pts = 0; pts < seconds * TONE.sampleRate; pts += CHUNK) {
    const samples = plane.map(
      (_, at) => 0.3 * Math.sin((2 * Math.PI * hertz * (pts + at)) / TONE.sampleRate),
    );
    yield createFrame([samples, samples], { sampleRate: TONE.sampleRate, pts });
  }
};

/** A tone as packets of a real encoder. */
export const encodedTone = async (
  codec: 'mp3' | 'aac' | 'pcm',
  seconds: number,
  bitrate = 128_000,
): Promise<readonly Packet[]> => {
  const packets: Packet[] = [];
  const tone = fromPull(() => frames(660, seconds));
  const sink = { write: (packet: Packet) => void packets.push(packet) };
  if (codec === 'mp3') await run(tone.pipe(encode(mp3, { bitrate })), sink);
  else if (codec === 'aac') await run(tone.pipe(encode(aac, { bitrate })), sink);
  else await run(tone.pipe(encode(pcm)), sink);
  return packets;
};
