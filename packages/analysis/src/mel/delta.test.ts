import { collect, describeStage } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
import { delta, deltaOf } from './delta.js';

const matrixOf = (rows: readonly (readonly number[])[]): FeatureMatrix => ({
  frameCount: rows.length,
  size: rows[0]?.length ?? 0,
  data: Float32Array.from(rows.flat()),
  hopLength: 100,
  sampleRate: 8000,
});
const framesOf = (rows: readonly (readonly number[])[]): FeatureFrame[] =>
  rows.map((row, k) => ({ pts: 100 * k, sampleRate: 8000, values: Float32Array.from(row) }));
const rowsOf = (count: number): number[][] =>
  Array.from({ length: count }, (_, k) => [Math.sin(k * k), k * k, 3 * k]);

describe('delta', () => {
  it.each([
    [9, 1],
    [10, 2],
    [40, 1],
    [23, 2],
  ] as const)('of %d frames, order %d, is the same as a stream and in memory', async (count, order) => {
    const rows = rowsOf(count);
    const offline = deltaOf(matrixOf(rows), { order });
    const frames = await collect(from(framesOf(rows)).pipe(delta({ order })), false);
    expect(frames.map(({ pts }) => pts)).toEqual(rows.map((_, k) => 100 * k));
    expect(Float32Array.from(frames.flatMap(({ values }) => [...values]))).toEqual(offline.data);
  });

  it('is the slope of a line, and twice the bend of a parabola', () => {
    const matrix = matrixOf(Array.from({ length: 20 }, (_, k) => [3 * k, 0.5 * k * k]));
    const first = deltaOf(matrix);
    const second = deltaOf(matrix, { order: 2, width: 5 });
    for (let k = 0; k < 20; k++) {
      expect(first.data[2 * k]).toBeCloseTo(3, 5);
      expect(second.data[2 * k]).toBeCloseTo(0, 4);
      expect(second.data[2 * k + 1]).toBeCloseTo(1, 4);
    }
  });

  it('gives zeros for a stream that is shorter than its window, and says so in memory', async () => {
    const frames = await collect(from(framesOf(rowsOf(5))).pipe(delta()), false);
    expect(frames.map(({ values }) => [...values])).toEqual(frames.map(() => [0, 0, 0]));
    expect(frames).toHaveLength(5);
    expect(() => deltaOf(matrixOf(rowsOf(5)))).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});

describeStage('delta', { create: () => delta({ width: 3 }), inputs: () => framesOf(rowsOf(8)) });
