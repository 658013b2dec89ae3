import { type BarsFrame, spectrumBars } from '@audioflow/analysis';
import { AudioFlowError, isAudioFlowError, resample, run } from '@audioflow/core';
import { identity } from 'rxjs';
import type { CaptureDevice } from '../capture/capture-backend.js';
import { chooseDevice } from '../capture/choose-device.js';
import type { ResolvedEngineOptions } from './engine-options.js';

/** What one attempt tells. */
export interface CaptureWatch {
  onDevice(
    device: CaptureDevice,
    devices: readonly CaptureDevice[],
    warning: string | undefined,
  ): void;
  onBars(bars: BarsFrame): void;
}

const toError = (error: unknown): AudioFlowError =>
  isAudioFlowError(error)
    ? error
    : new AudioFlowError('io', error instanceof Error ? error.message : String(error), {
        cause: error,
      });

/** Calls `expire` when `touch` has not been called for so long. */
const createWatchdog = (ms: number, expire: () => void) => {
  const timer = setTimeout(expire, ms);
  return { touch: () => void timer.refresh(), end: () => clearTimeout(timer) };
};

/** Opens the wanted device and analyses it until it is lost or `signal` aborts; resolves to the reason, never rejects. */
export const captureOnce = async (
  options: ResolvedEngineOptions,
  { wanted, signal }: { wanted: string | undefined; signal: AbortSignal },
  watch: CaptureWatch,
): Promise<AudioFlowError> => {
  const { backend, bars, sampleRate, silenceMs } = options;
  const turn = new AbortController();
  const abort = (): void => turn.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  let silent: AudioFlowError | undefined;
  const watchdog = createWatchdog(silenceMs, () => {
    silent = new AudioFlowError('timeout', `no sound has come for ${silenceMs} ms`);
    turn.abort(silent);
  });
  try {
    const capability = await backend.available({ signal: turn.signal });
    if (!capability.available) return new AudioFlowError('unavailable', capability.reason);
    const devices = await backend.list({ signal: turn.signal });
    const { device, warning } = chooseDevice(devices, wanted);
    if (device === undefined) return new AudioFlowError('unavailable', 'there is no device');
    turn.signal.throwIfAborted();
    watch.onDevice(device, devices, warning);
    const stream = backend.open(device, { signal: turn.signal }).pipe(
      sampleRate === undefined ? identity : resample(sampleRate),
      // A break of the stream is nothing to a picture of it.
      spectrumBars({ ...bars, onDiscontinuity: 'reset', onFormatChange: 'restart' }),
    );
    const write = (frame: BarsFrame): void => {
      watchdog.touch();
      if (!turn.signal.aborted) watch.onBars(frame);
    };
    await run(stream, { write }, { signal: turn.signal });
    return new AudioFlowError('device-lost', `${device.name}: the sound has ended`);
  } catch (error) {
    return silent ?? toError(error);
  } finally {
    watchdog.end();
    signal.removeEventListener('abort', abort);
    // A backend that waits for something else still learns that it is over.
    turn.abort();
  }
};
