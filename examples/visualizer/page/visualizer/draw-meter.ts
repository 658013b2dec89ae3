import type { DrawRecord, DrawReply, DrawStats } from './messages.js';

/** Records that a trace holds: a minute and a half of drawings. */
const MOST = 6000;

const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.filter((x) => !Number.isNaN(x)).sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? Number.NaN;
};

/** Counts drawings and their errors. */
export const createDrawMeter = () => {
  let draws: DrawRecord[] = [];
  let latencies: number[] = [];
  let traced: { draws: DrawRecord[]; latencies: number[] } | undefined;
  let began = performance.now();
  const errorOf = ({ shown, audible }: DrawRecord): number => 1000 * (audible - shown);
  return {
    addLatency: (latencyMs: number): void => {
      latencies.push(latencyMs);
      if (traced !== undefined && traced.latencies.length < 4 * MOST) {
        traced.latencies.push(latencyMs);
      }
    },
    addDraw: (record: DrawRecord): void => {
      draws.push(record);
      if (traced !== undefined && traced.draws.length < MOST) traced.draws.push(record);
    },
    trace: (on: boolean): void => {
      traced = on ? { draws: [], latencies: [] } : undefined;
    },
    readTrace: (): Extract<DrawReply, { type: 'trace' }> => {
      const { draws: all = [], latencies: every = [] } = traced ?? {};
      return { type: 'trace', draws: all, latencies: every };
    },
    /** The figures since the last call. */
    read: (): DrawStats => {
      const now = performance.now();
      const errors = draws.map(errorOf);
      const stats = {
        fps: (1000 * draws.length) / (now - began),
        errorMs: quantile(errors, 0.5),
        errorP95Ms: quantile(errors.map(Math.abs), 0.95),
        latencyP99Ms: quantile(latencies, 0.99),
      };
      draws = [];
      latencies = [];
      began = now;
      return stats;
    },
  };
};
