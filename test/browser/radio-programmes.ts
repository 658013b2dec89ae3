import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AudioFrame, type PcmStream, resample, run, tune } from '@audioflow/core';
import { readAudio, writeAudio } from '@audioflow/io';
import { takeWhile } from 'rxjs';

/** Music of Debian's package frozen-bubble-data. */
const MUSIC = '/usr/share/games/frozen-bubble/snd';
const [ONE, OTHER] = [join(MUSIC, 'frozen-mainzik-1p.ogg'), join(MUSIC, 'introzik.ogg')];

/** Two audio files that differ: what is played, and what is not. */
export interface Programmes {
  readonly played: string;
  readonly other: string;
}

/** Real music where it is installed, else two tunes of our own, written into `folder`. */
export const radioProgrammes = async (folder: string): Promise<Programmes> => {
  if (existsSync(ONE) && existsSync(OTHER)) return { played: ONE, other: OTHER };
  const played = join(folder, 'one.wav');
  const other = join(folder, 'other.wav');
  await run(tune({ duration: 60, seed: 1, sampleRate: 44_100 }), writeAudio(played));
  await run(tune({ duration: 60, seed: 7, bpm: 131, sampleRate: 44_100 }), writeAudio(other));
  return { played, other };
};

/** The first `seconds` of a file, mixed to mono. */
export const monoOf = (file: string, sampleRate: number, seconds: number): Promise<Float32Array> =>
  monoOfStream(readAudio(file), sampleRate, seconds);

/** The first `seconds` of some audio, mixed to mono. */
export const monoOfStream = async (
  audio: PcmStream,
  sampleRate: number,
  seconds: number,
): Promise<Float32Array> => {
  const samples = new Float32Array(Math.ceil(seconds * sampleRate));
  let filled = 0;
  const write = (frame: AudioFrame): void => {
    const room = Math.min(frame.length, samples.length - filled);
    const gain = 1 / frame.channels.length;
    for (const plane of frame.channels) {
      for (let at = 0; at < room; at += 1) {
        samples[filled + at] = (samples[filled + at] ?? 0) + gain * (plane[at] ?? 0);
      }
    }
    filled += room;
  };
  const head = takeWhile<AudioFrame>((frame) => frame.pts < seconds * frame.sampleRate);
  await run(audio.pipe(head, resample(sampleRate)), { write });
  return samples.subarray(0, filled);
};
