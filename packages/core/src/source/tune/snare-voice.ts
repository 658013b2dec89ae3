import { createRandom } from '../random.js';
import { decayFactor, type Note, SILENT, type Voice } from './voice.js';
import { harmonicTable, readTable } from './wavetable.js';

const SINE = harmonicTable([1]);
const BODY_HZ = 188;
const BODY_SECONDS = 0.055;
const WIRES_SECONDS = 0.075;
/** The wires sound above this frequency. */
const WIRES_HZ = 1400;

/** A snare drum: a short tone under a burst of noise. */
export const snareVoice = (note: Note, sampleRate: number): Voice => {
  const random = createRandom(0x51a4e);
  const bodyFall = decayFactor(BODY_SECONDS, sampleRate);
  const wiresFall = decayFactor(WIRES_SECONDS, sampleRate);
  const smoothing = 1 - Math.exp((-2 * Math.PI * WIRES_HZ) / sampleRate);
  const [leftWeight, rightWeight] = [0.95, 1.05];
  let body = 0.7 * note.velocity;
  let wires = note.velocity;
  let low = 0;
  let phase = 0;
  return {
    render(mix): boolean {
      const { left: leftOut, right: rightOut, send: sendOut } = mix;
      let bodyNow = body;
      let wiresNow = wires;
      let lowNow = low;
      let phaseNow = phase;
      for (let i = Math.max(0, note.start - mix.start); i < mix.length && wiresNow > SILENT; i++) {
        const white = random();
        lowNow += smoothing * (white - lowNow);
        const sample = wiresNow * (white - lowNow) + bodyNow * readTable(SINE, phaseNow);
        leftOut[i] = (leftOut[i] ?? 0) + leftWeight * sample;
        rightOut[i] = (rightOut[i] ?? 0) + rightWeight * sample;
        sendOut[i] = (sendOut[i] ?? 0) + 0.12 * sample;
        phaseNow += BODY_HZ / sampleRate;
        if (phaseNow >= 1) phaseNow -= 1;
        bodyNow *= bodyFall;
        wiresNow *= wiresFall;
      }
      body = bodyNow;
      wires = wiresNow;
      low = lowNow;
      phase = phaseNow;
      return wires > SILENT;
    },
  };
};
