import type { AudioFrame } from '@audioflow/core';
import type { Observable } from 'rxjs';

/** Something that sound can be taken from. */
export interface CaptureDevice {
  /** Begins with the backend's id and a colon: `tone:tune`. */
  readonly id: string;
  /** For people, and what devices are chosen by. */
  readonly name: string;
}

/** Whether a backend can be used here; if not, why. */
export type Capability =
  | { readonly available: true }
  | { readonly available: false; readonly reason: string };

/** What may end a call early. */
export interface CaptureOptions {
  /** Aborted when nobody wants the answer any more: give back at once what is held. */
  readonly signal: AbortSignal;
}

/**
 * Where sound is captured: a sound server, a file that plays, a station, a generator.
 *
 * Nothing is loaded, found or started before the first call. No call throws at once; promises may reject with an `AudioFlowError`.
 */
export interface CaptureBackend {
  readonly id: string;
  available(options: CaptureOptions): Promise<Capability>;
  /** The devices there are now, the preferred one first. */
  list(options: CaptureOptions): Promise<readonly CaptureDevice[]>;
  /**
   * Calls back whenever there may be other devices than before, as often as it likes, until the signal aborts; resolves then, and never rejects.
   * Absent where the devices are always the same.
   */
  watch?(onChange: () => void, options: CaptureOptions): Promise<void>;
  /**
   * The sound of a device, in real time, any rate and number of channels. It is opened on subscribing and given back on unsubscribing.
   *
   * A device that goes away is the error `device-lost`, one that cannot be opened `unavailable`; whoever captures tries again after
   * any error, and after the end of the stream.
   */
  open(device: CaptureDevice, options: CaptureOptions): Observable<AudioFrame>;
}
