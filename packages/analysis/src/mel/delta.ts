import { AudioFlowError, transform } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import { type DeltaOptions, planDelta } from './delta-kernel.js';

const derive = (rows: readonly Float32Array[], weights: Float64Array): Float32Array => {
  const out = new Float64Array(rows[0]?.length ?? 0);
  for (const [index, row] of rows.entries()) {
    const weight = weights[index] ?? 0;
    for (let v = 0; v < out.length; v++) out[v] = (out[v] ?? 0) + weight * (row[v] ?? 0);
  }
  return Float32Array.from(out);
};

/**
 * How fast the values of a stream of features change, per frame: as librosa's `delta`. It lags by half its width.
 *
 * The first and the last frames have the values of the nearest that has a full window. A stream shorter than that gives zeros.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { delta, rms } from '@audioflow/analysis';
 * let frames = 0;
 * await run(sine({ duration: 1, sampleRate: 16000 }).pipe(rms({ frameLength: 512, hopLength: 160 }), delta()), {
 *   write: () => { frames += 1; },
 * });
 * console.log(frames); // 101
 */
export const delta = (options: DeltaOptions = {}): OperatorFunction<FeatureFrame, FeatureFrame> => {
  const { width, half, weights } = planDelta('delta', options);
  return transform<FeatureFrame, FeatureFrame>(
    () => {
      const held: FeatureFrame[] = [];
      let last: Float32Array | undefined;
      return {
        next: (frame, emit): void => {
          held.push(frame);
          if (held.length < width) return;
          const values = derive(
            held.map((one) => one.values),
            weights,
          );
          const due = last === undefined ? held.slice(0, half + 1) : held.slice(half, half + 1);
          for (const one of due) emit({ ...one, values: values.slice() });
          last = values;
          held.shift();
        },
        flush: (emit): void => {
          const due = last === undefined ? held : held.slice(half);
          for (const one of due) {
            emit({ ...one, values: last?.slice() ?? new Float32Array(one.values.length) });
          }
        },
      };
    },
    { name: 'delta' },
  );
};

/**
 * How fast the values of a matrix of features change, per frame: as librosa's `delta`.
 *
 * @throws AudioFlowError `invalid-option`, also when there are fewer frames than the width.
 *
 * @example
 * import { deltaOf } from '@audioflow/analysis';
 * const data = Float32Array.from({ length: 20 }, (_, frame) => 3 * frame);
 * const ramp = { frameCount: 20, size: 1, data, hopLength: 512, sampleRate: 22050 };
 * console.log(deltaOf(ramp).data.every((x) => Math.abs(x - 3) < 1e-6)); // true
 */
export const deltaOf = (matrix: FeatureMatrix, options: DeltaOptions = {}): FeatureMatrix => {
  const { width, half, weights } = planDelta('deltaOf', options);
  const { frameCount, size } = matrix;
  if (frameCount < width) {
    throw new AudioFlowError(
      'invalid-option',
      `deltaOf: expected at least ${width} frames (its width), got ${frameCount}`,
    );
  }
  const data = new Float32Array(matrix.data.length);
  const row = (frame: number): Float32Array =>
    matrix.data.subarray(frame * size, (frame + 1) * size);
  for (let frame = half; frame < frameCount - half; frame++) {
    const rows = Array.from({ length: width }, (_, index) => row(frame - half + index));
    data.set(derive(rows, weights), frame * size);
  }
  for (let frame = 0; frame < half; frame++) {
    data.copyWithin(frame * size, half * size, (half + 1) * size);
    const last = frameCount - 1 - half;
    data.copyWithin((frameCount - 1 - frame) * size, last * size, (last + 1) * size);
  }
  return { ...matrix, data };
};
