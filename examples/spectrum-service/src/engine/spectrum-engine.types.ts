import type { BarsFrame, SpectrumBarsOptions } from '@audioflow/analysis';
import type { Clock, ErrorCode } from '@audioflow/core';
import type { Observable } from 'rxjs';
import type { CaptureBackend, CaptureDevice } from '../capture/capture-backend.js';

/** The newest bars, and their number. */
export interface Version {
  readonly data: BarsFrame;
  /** 1 more than the version before; goes on over stops, losses and other devices. */
  readonly seq: number;
  /** Which opening of a device they come from: 1 more with each. */
  readonly epoch: number;
}

/** `retrying`: the sound is lost or could not be had; it is tried again by itself. */
export type EngineState = 'stopped' | 'starting' | 'running' | 'retrying';

/** What the engine does. */
export interface EngineStatus {
  readonly state: EngineState;
  /** The device at hand, or the last one. */
  readonly device?: CaptureDevice | undefined;
  /** All there were when they were last listed. */
  readonly devices: readonly CaptureDevice[];
  /** The number of the newest version there has been. */
  readonly seq: number;
  /** Which opening of a device this is, or was. */
  readonly epoch: number;
  /** Why there is no sound. */
  readonly reason?: { readonly code: ErrorCode; readonly message: string } | undefined;
  /** Such as a device that was asked for and is not there. */
  readonly warning?: string | undefined;
  /** While retrying: attempts that failed in a row, and the delay before the next one. */
  readonly attempt?: number | undefined;
  readonly retryMs?: number | undefined;
}

/** Options of `createSpectrumEngine`. */
export interface EngineOptions {
  readonly backend: CaptureBackend;
  /** Part of the name of the device to begin with. Default: the first. */
  readonly device?: string | undefined;
  readonly bars?: SpectrumBarsOptions | undefined;
  /** What is analysed, in Hz. Default: the rate of the device; in exact mode 44100. */
  readonly sampleRate?: number | undefined;
  /** Sound that stays away for so long is lost, in ms. Default 5000. */
  readonly silenceMs?: number | undefined;
  /** The first delay before another attempt, and the longest, in ms. Defaults 250 and 10 000; each is twice the one before. */
  readonly retryMs?: number | undefined;
  readonly maxRetryMs?: number | undefined;
  /** Default `systemClock`. */
  readonly clock?: Clock | undefined;
}

/** Captures and analyses while it is told to. */
export interface SpectrumEngine {
  /**
   * Begins, if that has not been done. True once bars have come; false if the attempt failed, with the reason in `status()`. It then goes
   * on trying until `stop`.
   */
  start(): Promise<boolean>;
  /** Ends, and resolves when the device has been given back. There is no newest version then. */
  stop(): Promise<void>;
  /** Takes another device, at once if it is running; answers as `start` does, or false while stopped. */
  select(device: string | undefined): Promise<boolean>;
  /**
   * Lists the devices anew: there is another status if there are others than before, and what is being retried is then tried at once. Never
   * rejects: while stopped, `status()` has the reason.
   */
  refresh(): Promise<void>;
  /** Calls back whenever there may be other devices, until the signal aborts. */
  watch(onChange: () => void, signal: AbortSignal): Promise<void>;
  /** The newest version; undefined while stopped, and before the first. */
  latest(): Version | undefined;
  status(): EngineStatus;
  /** Each version, to any number of consumers. */
  readonly versions: Observable<Version>;
  /** The status now, and each that follows. */
  readonly statuses: Observable<EngineStatus>;
}
