import { type LiveRates, liveControl } from '../live-control.js';
import { createCrossFade } from './cross-fade.js';
import type { LiveRing, LiveRingOptions, RingState } from './live-ring.types.js';
import { createSampleRing } from './sample-ring.js';

/** Half a percent is a twelfth of a semitone: nobody hears it. */
const BY_PITCH: LiveRates = { catchUp: 1.005, catchUpFast: 1.005, slowDown: 0.995 };
/** Long enough to be no click, short enough to be no gap, in seconds. */
const FADE = 0.005;
/** A lump of audio has come to its end when nothing has come for this long, in seconds. */
const LUMP_GAP = 0.012;
/** Whoever sends without pauses is not waited for longer than this, in seconds. */
const LUMP_LIMIT = 0.06;
/** How much of the target has to have come for it to begin later than with the first sample. */
const WORTH_A_CUT = 1.2;
/** How much the latency is smoothed, in seconds: it goes up and down with each lump. */
const SMOOTHING = 0.5;

/**
 * Makes a ring. It begins to play at the target behind the live edge once so much has come, and keeps
 * there: by playing half a percent faster or slower, or by a jump when it is far behind. At rate 1 the
 * samples come out as they went in. Wherever the sound is cut, where it runs out, jumps and begins
 * again, it is faded.
 */
export const createLiveRing = (options: LiveRingOptions): LiveRing => {
  const { sampleRate, channelCount, targetLatency, jumpAbove, maxBufferSeconds } = options;
  const limits = { target: targetLatency, jumpAbove, rates: BY_PITCH };
  const target = Math.round(targetLatency * sampleRate);
  const ring = createSampleRing(channelCount, Math.ceil(maxBufferSeconds * sampleRate));
  const fade = createCrossFade(channelCount, Math.round(FADE * sampleRate));
  const counts = { taken: 0, played: 0, dropped: 0, catchUps: 0, jumps: 0 };
  let state: RingState = 'waiting';
  let place = 0;
  let rate = 1;
  /** The rate comes back to 1 where the place is a whole number again. */
  let isSettling = false;
  let isEnding = false;
  let smooth = target;
  let sincePush = 0;
  let sinceReady = 0;

  const level = (): number => Math.max(0, ring.edge - place);

  const step = (): void => {
    const next = place + rate;
    const crosses = Math.floor(next) - Math.floor(place) !== 1;
    place = isSettling && crosses ? Math.round(next) : next;
    if (!isSettling || !crosses) return;
    rate = 1;
    isSettling = false;
  };

  const read = (planes: readonly Float32Array[]): void => {
    const length = planes[0]?.length ?? 0;
    counts.played += Math.min(length, Math.ceil(level()));
    if (rate === 1 && Number.isInteger(place)) {
      ring.copy(place, planes);
      place = Math.min(place + length, ring.edge);
      return;
    }
    for (let i = 0; i < length; i += 1) {
      for (let channel = 0; channel < channelCount; channel += 1) {
        const plane = planes[channel];
        if (plane !== undefined) plane[i] = ring.between(channel, place);
      }
      step();
    }
    place = Math.min(place, ring.edge);
  };

  const render = (planes: readonly Float32Array[]): void => {
    if (state === 'playing') read(planes);
    else for (const plane of planes) plane.fill(0);
    fade.mix(planes);
  };

  /** What was heard fades; the next samples are from `to`. */
  const cutTo = (to: number, next: RingState): void => {
    fade.begin(render);
    state = next;
    place = Math.floor(to);
    rate = 1;
    isSettling = false;
  };

  const keepToEdge = (length: number): void => {
    const weight = Math.min(1, length / (SMOOTHING * sampleRate));
    smooth += weight * (level() - smooth);
    const action = liveControl(smooth / sampleRate, isSettling ? 1 : rate, limits);
    if (action.jump) {
      counts.jumps += 1;
      cutTo(ring.edge - target, 'playing');
      smooth = target;
    } else if (action.rate === 1) {
      isSettling = !Number.isInteger(place);
      if (!isSettling) rate = 1;
    } else {
      if (action.rate > 1 && (rate <= 1 || isSettling)) counts.catchUps += 1;
      rate = action.rate;
      isSettling = false;
    }
  };

  const canBegin = (length: number): boolean => {
    if (isEnding) return true;
    if (level() < target) return false;
    sinceReady += length;
    return sincePush > LUMP_GAP * sampleRate || sinceReady > LUMP_LIMIT * sampleRate;
  };

  const begin = (): void => {
    // A little more than the target is no reason to leave something out.
    const isLate = !isEnding && level() > WORTH_A_CUT * target;
    cutTo(isLate ? ring.edge - target : place, 'playing');
    smooth = level();
    sinceReady = 0;
  };

  const endOrStarve = (length: number): void => {
    if (isEnding) {
      if (level() === 0) state = 'ended';
    } else if (level() < length + fade.length + 2) cutTo(place + fade.length, 'waiting');
  };

  return {
    push: (planes, follows) => {
      if (!follows) cutTo(ring.edge, 'waiting');
      const length = planes[0]?.length ?? 0;
      const beyond = Math.max(0, level() + length - ring.capacity);
      if (beyond > 0) {
        counts.dropped += Math.ceil(beyond);
        cutTo(Math.ceil(place + beyond), state);
      }
      ring.write(planes);
      counts.taken += length;
      sincePush = 0;
    },
    end: () => {
      isEnding = true;
      if (rate !== 1) isSettling = true;
    },
    pull: (planes) => {
      const length = planes[0]?.length ?? 0;
      if (state === 'waiting' && canBegin(length)) begin();
      else if (state === 'playing' && !isEnding) keepToEdge(length);
      if (state === 'playing') endOrStarve(length);
      render(planes);
      sincePush += length;
    },
    get figures() {
      return { ...counts, state, level: Math.ceil(level()), rate };
    },
  };
};
