import type { Samples } from '../stage/mono.js';
import { planSteps } from './pyin-steps.js';

const { log, max, min } = Math;

const SWITCH = 0.01;
const LOG_TINY = log(2.2250738585072014e-308);
/** Frames from one look for what is settled to the next. */
const LOOK = 32;

const logOf = (probability: number): number => (probability > 0 ? log(probability) : LOG_TINY);

/** Follows the most likely way through voiced (0 to bins - 1) and unvoiced (bins on) states. */
export interface PyinDecoder {
  /**
   * Takes what is seen in a frame: the probability of each bin, and behind them that of each unvoiced state. Hands out the states of frames
   * that are settled, in order.
   */
  push(probabilities: Samples, take: (state: number) => void): void;
  /** No more come: hands out the states of all that are left. */
  end(take: (state: number) => void): void;
}

/** What the decoder goes by. */
export interface PyinDecoderInit {
  readonly bins: number;
  /** Bins that a pitch may move over in a frame, an odd number. */
  readonly width: number;
  /**
   * Frames after which a state is handed out, by what is most likely then. Without, states are handed out when nothing that is to come can
   * change the answer: the Viterbi algorithm in full.
   */
  readonly lag?: number | undefined;
}

/**
 * Makes the decoder. What it remembers are the ways of the frames that are not settled: `lag` of them, or as many as it takes until all ways
 * that are left come from one state, or all from unvoiced ones (a few, in most cases).
 */
export const createPyinDecoder = ({ bins, width, lag }: PyinDecoderInit): PyinDecoder => {
  const { half, logTriangle, logSums } = planSteps(bins, width);
  const stay = log(1 - SWITCH);
  const change = log(SWITCH);
  /** For each frame that is not settled, but the first: which state before it each state comes from. */
  const ways: Uint16Array[] = [];
  const spare: Uint16Array[] = [];
  let before = new Float64Array(2 * bins);
  let now = new Float64Array(2 * bins);
  let isFirst = true;
  let frames = 0;

  const best = (): number => {
    let state = 0;
    for (let s = 1; s < 2 * bins; s++) if ((before[s] ?? 0) > (before[state] ?? 0)) state = s;
    return state;
  };
  const begin = (probabilities: Samples): void => {
    const unvoiced = logOf(probabilities[bins] ?? 0);
    for (let bin = 0; bin < bins; bin++) {
      before[bin] = logOf(probabilities[bin] ?? 0) - log(2 * bins);
      before[bins + bin] = unvoiced - log(2 * bins);
    }
  };
  const step = (probabilities: Samples): void => {
    const from = spare.pop() ?? new Uint16Array(2 * bins);
    const unvoiced = logOf(probabilities[bins] ?? 0);
    const likeliest = best();
    const jump = (before[likeliest] ?? 0) + LOG_TINY;
    for (let bin = 0; bin < bins; bin++) {
      let voicedBest = jump;
      let unvoicedBest = jump;
      let voicedFrom = likeliest;
      let unvoicedFrom = likeliest;
      for (let i = max(0, bin - half); i <= min(bins - 1, bin + half); i++) {
        const move = (logTriangle[i < bin ? bin - i : i - bin] ?? 0) - (logSums[i] ?? 0);
        const fromVoiced = (before[i] ?? 0) + move;
        const fromUnvoiced = (before[bins + i] ?? 0) + move;
        if (fromVoiced + stay > voicedBest) {
          voicedBest = fromVoiced + stay;
          voicedFrom = i;
        }
        if (fromUnvoiced + change > voicedBest) {
          voicedBest = fromUnvoiced + change;
          voicedFrom = bins + i;
        }
        if (fromVoiced + change > unvoicedBest) {
          unvoicedBest = fromVoiced + change;
          unvoicedFrom = i;
        }
        if (fromUnvoiced + stay > unvoicedBest) {
          unvoicedBest = fromUnvoiced + stay;
          unvoicedFrom = bins + i;
        }
      }
      now[bin] = voicedBest + logOf(probabilities[bin] ?? 0);
      now[bins + bin] = unvoicedBest + unvoiced;
      from[bin] = voicedFrom;
      from[bins + bin] = unvoicedFrom;
    }
    // Without a lag nobody looks back.
    if (lag === 0) spare.push(from);
    else ways.push(from);
    [before, now] = [now, before];
  };
  /** The states of all frames that are not settled, if the last one is in `state`. */
  const trace = (state: number): Uint16Array => {
    const states = new Uint16Array(ways.length + 1);
    states[ways.length] = state;
    for (let i = ways.length - 1; i >= 0; i--) states[i] = ways[i]?.[states[i + 1] ?? 0] ?? 0;
    return states;
  };
  const forget = (count: number): void => {
    spare.push(...ways.splice(0, count));
    spare.length = min(spare.length, LOOK);
  };
  /** Frames at the beginning whose answer is the same whichever state the last one is in. */
  const countSettled = (): number => {
    let left = new Set<number>(before.keys());
    const agrees = new Uint8Array(ways.length);
    for (let i = ways.length - 1; i >= 0; i--) {
      const earlier = new Set<number>();
      for (const state of left) earlier.add(ways[i]?.[state] ?? 0);
      left = earlier;
      agrees[i] = left.size === 1 || [...left].every((state) => state >= bins) ? 1 : 0;
    }
    const open = agrees.indexOf(0);
    return open < 0 ? agrees.length : open;
  };
  const handOut = (count: number, take: (state: number) => void): void => {
    for (const state of trace(best()).subarray(0, count)) take(state);
    forget(count);
  };
  return {
    push: (probabilities, take): void => {
      if (isFirst) begin(probabilities);
      else step(probabilities);
      isFirst = false;
      frames += 1;
      if (lag !== undefined) {
        if (ways.length >= lag) handOut(1 + ways.length - lag, take);
      } else if (frames % LOOK === 0) {
        const settled = countSettled();
        if (settled > 0) handOut(settled, take);
      }
    },
    end: (take): void => {
      if (isFirst || lag === 0) return;
      handOut(ways.length + 1, take);
      isFirst = true;
    },
  };
};
