import { describe, expect, it } from '@jest/globals';
import { type AudioFrame, createFrame } from '../signal/index.js';
import { createContinuity, type DiscontinuityPolicy } from './continuity.js';

const at = (pts: number): AudioFrame =>
  createFrame([new Float32Array(100)], { sampleRate: 1000, pts });

const verdicts = (onDiscontinuity: DiscontinuityPolicy, ...times: readonly number[]) => {
  const continuity = createContinuity('test', { onDiscontinuity, maxGapMs: 200 });
  return times.map((pts) => continuity.check(at(pts)));
};

describe('createContinuity', () => {
  it.each(['silence', 'reset', 'error'] as const)('goes on without a jump (%s)', (policy) => {
    const goOn = { action: 'continue', gap: 0 };
    expect(verdicts(policy, -50, 50, 150)).toEqual([goOn, goOn, goOn]);
  });

  it('fills gaps up to the longest, and resets beyond it', () => {
    expect(verdicts('silence', 0, 300, 601).slice(1)).toEqual([
      { action: 'silence', gap: 200 },
      { action: 'reset', gap: 201 },
    ]);
  });

  it('resets on every jump back, and on every jump with the policy reset', () => {
    expect(verdicts('silence', 0, 99)[1]).toEqual({ action: 'reset', gap: -1 });
    expect(verdicts('reset', 0, 101)[1]).toEqual({ action: 'reset', gap: 1 });
  });

  it('names what was expected and what came with the policy error', () => {
    expect(() => verdicts('error', 0, 101)).toThrow(
      expect.objectContaining({
        code: 'malformed-data',
        message: expect.stringContaining('test: expected pts 100, got 101'),
        details: { expected: 100, pts: 101 },
      }),
    );
  });

  it('takes any time after a reset', () => {
    const continuity = createContinuity('test', { onDiscontinuity: 'error', maxGapMs: 0 });
    continuity.check(at(0));
    continuity.reset();
    expect(continuity.check(at(7777))).toEqual({ action: 'continue', gap: 0 });
  });
});
