import { spectrumBars } from '@audioflow/analysis';
import { AudioFlowError, isAudioFlowError } from '@audioflow/core';
import { BehaviorSubject, filter, firstValueFrom, Subject } from 'rxjs';
import type { CaptureDevice } from '../capture/capture-backend.js';
import { chooseDevice } from '../capture/choose-device.js';
import { type CaptureWatch, captureOnce } from './capture-once.js';
import { resolveEngineOptions } from './engine-options.js';
import { retryDelay } from './retry-delay.js';
import type {
  EngineOptions,
  EngineStatus,
  SpectrumEngine,
  Version,
} from './spectrum-engine.types.js';

/** A device that held for so long was good: the next attempt comes soon. */
const STABLE_MS = 5000;

/** From one start to its stop. */
interface Session {
  over: boolean;
  /** Ends the attempt, or the delay, that is under way: another device, or none any more. */
  turn: AbortController;
  done: Promise<void>;
}

/**
 * Captures a device, makes bars of it and keeps the newest of them with a number.
 *
 * It has one lifecycle: however often and in whatever order `start`, `stop` and `select` are called, at most one device is open. A device that
 * is lost is tried again with growing delays, until `stop`.
 *
 * @throws AudioFlowError `invalid-option` at once.
 */
export const createSpectrumEngine = (options: EngineOptions): SpectrumEngine => {
  const checked = resolveEngineOptions(options);
  const { backend, clock, retryMs, maxRetryMs } = checked;
  // What is wrong with these options is told now, not with the first sound.
  spectrumBars(checked.bars);
  const versions = new Subject<Version>();
  const statuses = new BehaviorSubject<EngineStatus>({
    state: 'stopped',
    devices: [],
    seq: 0,
    epoch: 0,
  });
  let wanted = checked.device;
  let newest: Version | undefined;
  let seq = 0;
  let epoch = 0;
  let session: Session | undefined;
  /** The device of the session before may still be closing. */
  let closing: Promise<void> = Promise.resolve();

  /** The status, with numbers as they are now. */
  const status = (): EngineStatus => ({ ...statuses.value, seq, epoch });
  const tell = (next: Partial<EngineStatus> & Pick<EngineStatus, 'state'>): void => {
    const { device, devices, warning } = statuses.value;
    statuses.next({ device, devices, warning, seq, epoch, ...next });
  };
  const reasonOf = ({ code, message }: AudioFlowError) => ({ code, message });

  /** One attempt; answers why it ended, and for how long there was sound. */
  const attempt = async (own: Session) => {
    let soundSince: number | undefined;
    epoch += 1;
    const watch: CaptureWatch = {
      onDevice: (device, devices, warning) =>
        statuses.next({ ...status(), device, devices, warning }),
      onBars: (data) => {
        soundSince ??= clock.now();
        seq += 1;
        newest = { data, seq, epoch };
        if (statuses.value.state !== 'running') tell({ state: 'running' });
        versions.next(newest);
      },
    };
    const { signal } = own.turn;
    const reason = await captureOnce(checked, { wanted, signal }, watch);
    return { reason, soundMs: soundSince === undefined ? 0 : clock.now() - soundSince };
  };

  const keep = async (own: Session, before: Promise<void>): Promise<void> => {
    await before;
    let failures = 0;
    while (!own.over) {
      const turn = own.turn;
      const { reason, soundMs } = await attempt(own);
      if (own.over) return;
      if (turn.signal.aborted) {
        failures = 0;
        continue;
      }
      failures = soundMs >= STABLE_MS ? 1 : failures + 1;
      const delay = retryDelay(failures, retryMs, maxRetryMs);
      tell({ state: 'retrying', reason: reasonOf(reason), attempt: failures, retryMs: delay });
      await clock.sleep(delay, turn.signal).catch(() => {
        failures = 0;
      });
    }
  };

  /** Whether there is sound, as soon as that is known. */
  const outcome = async (): Promise<boolean> => {
    const known = statuses.pipe(filter(({ state }) => state !== 'starting'));
    return (await firstValueFrom(known)).state === 'running';
  };

  const start = (): Promise<boolean> => {
    if (session === undefined) {
      const own: Session = { over: false, turn: new AbortController(), done: closing };
      session = own;
      tell({ state: 'starting' });
      own.done = keep(own, closing);
    }
    return outcome();
  };

  const stop = (): Promise<void> => {
    const own = session;
    if (own !== undefined) {
      session = undefined;
      own.over = true;
      newest = undefined;
      closing = own.done;
      tell({ state: 'stopped' });
      own.turn.abort(new AudioFlowError('aborted', 'stopped'));
    }
    return closing;
  };

  const select = async (device: string | undefined): Promise<boolean> => {
    wanted = device;
    if (session === undefined) return false;
    const { turn } = session;
    session.turn = new AbortController();
    newest = undefined;
    tell({ state: 'starting' });
    turn.abort(new AudioFlowError('aborted', 'another device'));
    return outcome();
  };

  const renew = (devices: readonly CaptureDevice[]): void => {
    const { state, reason, warning, devices: before } = statuses.value;
    const isNew = JSON.stringify(devices) !== JSON.stringify(before);
    if (state === 'stopped') {
      // The only reason that there can be is that of a listing which failed.
      if (isNew || reason !== undefined) tell({ state, devices });
      return;
    }
    if (!isNew) return;
    statuses.next({ ...status(), devices });
    // What was not there may be there now, also where another device stands in for it.
    const isBack = warning !== undefined && chooseDevice(devices, wanted).warning === undefined;
    if (state === 'retrying' || (isBack && devices.length > 0)) void select(wanted);
  };

  const refresh = async (): Promise<void> => {
    const signal = AbortSignal.timeout(checked.silenceMs);
    try {
      const capability = await backend.available({ signal });
      if (!capability.available) throw new AudioFlowError('unavailable', capability.reason);
      renew(await backend.list({ signal }));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = isAudioFlowError(error) ? error.code : 'io';
      const { state, reason } = statuses.value;
      if (state === 'stopped' && reason?.message !== message) {
        tell({ state, reason: { code, message } });
      }
    }
  };

  return {
    start,
    stop,
    select,
    refresh,
    watch: async (onChange, signal) => backend.watch?.(onChange, { signal }),
    latest: () => newest,
    status,
    versions: versions.asObservable(),
    statuses: statuses.asObservable(),
  };
};
