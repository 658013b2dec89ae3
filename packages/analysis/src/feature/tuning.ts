import { medianOf } from '../maths/median-of.js';
import { parabolaTop } from '../maths/parabola-top.js';

const { max, min, floor, ceil, log2 } = Math;

/** Spectra, as `spectrogramOf` gives them. */
interface Spectra {
  readonly frameCount: number;
  readonly size: number;
  readonly data: Float32Array | Float64Array;
  readonly sampleRate: number;
}

/** Looks for peaks between these frequencies, in Hz, above this part of the largest of a frame. */
const LOWEST = 150;
const HIGHEST = 4000;
const THRESHOLD = 0.1;
const RESOLUTION = 0.01;

interface Peak {
  readonly hz: number;
  readonly height: number;
}

/** Peaks of one spectrum, with parabolic interpolation: as librosa's `piptrack`. */
const peaksOf = (row: Float32Array | Float64Array, hzPerBin: number): Peak[] => {
  const last = row.length - 1;
  let largest = 0;
  for (const value of row) largest = max(largest, value);
  const least = THRESHOLD * largest;
  const kept = (k: number): number => {
    const value = row[min(last, max(0, k))] ?? 0;
    return value > least ? value : 0;
  };
  const peaks: Peak[] = [];
  for (let k = 1; k < last; k++) {
    const hz = k * hzPerBin;
    if (hz < LOWEST || hz >= HIGHEST) continue;
    if (!(kept(k) > kept(k - 1) && kept(k) >= kept(k + 1))) continue;
    const left = row[k - 1] ?? 0;
    const value = row[k] ?? 0;
    const right = row[k + 1] ?? 0;
    const shift = parabolaTop(left, value, right);
    peaks.push({ hz: (k + shift) * hzPerBin, height: value + ((right - left) / 4) * shift });
  }
  return peaks;
};

/**
 * How far the peaks of spectra are from the notes of a scale tuned to 440 Hz, in parts of a step: -0.5 to 0.5. As librosa's
 * `estimate_tuning`: the fullest bin of a histogram of the upper half of the peaks.
 */
export const tuningOf = (spectra: Spectra, fftSize: number, steps: number): number => {
  const { frameCount, size, data, sampleRate } = spectra;
  const peaks: Peak[] = [];
  for (let frame = 0; frame < frameCount; frame++) {
    const row = data.subarray(frame * size, (frame + 1) * size);
    for (const peak of peaksOf(row, sampleRate / fftSize)) peaks.push(peak);
  }
  if (peaks.length === 0) return 0;
  const least = medianOf(peaks.map(({ height }) => height));
  const bins = ceil(1 / RESOLUTION);
  const counts = new Uint32Array(bins);
  for (const { hz, height } of peaks) {
    if (height < least) continue;
    const place = steps * log2(hz / 27.5);
    let rest = place - floor(place);
    if (rest >= 0.5) rest -= 1;
    const bin = min(bins - 1, floor((rest + 0.5) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.indexOf(max(...counts)) / bins - 0.5;
};
