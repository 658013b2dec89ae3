import type { Version } from '../engine/spectrum-engine.types.js';

/** Versions come at rates that are whole samples long: so near counts as the same. */
const NEARLY = 0.98;

/**
 * Lets so many versions of a second through, evenly in the time of the sound. A rate that is not below that of the versions lets all of them
 * through.
 */
export const createRateGate = (rate: number): ((version: Version) => boolean) => {
  let phase = 0;
  let last: { readonly epoch: number; readonly seconds: number } | undefined;
  return ({ epoch, data }) => {
    const seconds = data.pts / data.sampleRate;
    const passed = last?.epoch === epoch ? (seconds - last.seconds) * rate : 1;
    last = { epoch, seconds };
    // Time that runs backwards has begun anew.
    phase += passed < 0 ? 1 : passed;
    if (phase < NEARLY) return false;
    phase = Math.min(1, Math.max(0, phase - 1));
    return true;
  };
};
