/** Prints a tone that swells and fades, as one bar for each twentieth of a second. */
import { run, sine } from '@audioflow/core';
import { tremolo } from './tremolo.js';

const tone = sine({ frequency: 440, duration: 1, sampleRate: 48_000 });

await run(tone.pipe(tremolo(2, 0.9)), {
  write: ({ channels: [plane = new Float32Array()], pts, sampleRate }) => {
    const peak = plane.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const seconds = (pts / sampleRate).toFixed(2);
    console.log(`${seconds} s ${'#'.repeat(Math.round(peak * 60))}`);
  },
});
