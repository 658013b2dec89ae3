import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const RATE = 48_000;

/** A note with overtones and decay, like a plucked string. */
const note = (t: number, pitch: number): number => {
  let sum = 0;
  for (let k = 1; k <= 5; k++) sum += Math.sin(2 * Math.PI * pitch * k * t) / (k * k);
  return sum * Math.exp(-3 * t);
};

const wavHeader = (bytes: number): Buffer => {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return header;
};

/** Writes music of a kind as 16-bit stereo at 48 kHz: chords, a beat of noise, bars of near silence. */
export const makeInput = async (path: string, seconds: number): Promise<void> => {
  const file = createWriteStream(path);
  file.write(wavHeader(seconds * RATE * 4));
  let seed = 1;
  const noise = (): number => {
    seed = (Math.imul(1_664_525, seed) + 1_013_904_223) >>> 0;
    return seed / 2_147_483_648 - 1;
  };
  const pitches = [220, 277.2, 329.6, 415.3, 440, 554.4, 659.3];
  for (let second = 0; second < seconds; second++) {
    const samples = new Int16Array(RATE * 2);
    const quiet = second % 16 === 15 ? 0.05 : 1;
    for (let i = 0; i < RATE; i++) {
      const t = i / RATE;
      const beat = t % 0.25;
      const pitch = pitches[(second * 4 + Math.floor(t * 4)) % pitches.length] ?? 220;
      const string = 0.25 * note(beat, pitch) + 0.2 * note(t, pitch / 2);
      const drum = 0.3 * noise() * Math.exp(-40 * (t % 0.5));
      const left = quiet * (string + drum + 0.01 * noise());
      const right = quiet * (0.8 * string + 0.2 * note(beat, pitch * 1.5) + drum + 0.01 * noise());
      samples[2 * i] = Math.max(-32_768, Math.min(32_767, Math.round(left * 32_768)));
      samples[2 * i + 1] = Math.max(-32_768, Math.min(32_767, Math.round(right * 32_768)));
    }
    if (!file.write(Buffer.from(samples.buffer))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
};
