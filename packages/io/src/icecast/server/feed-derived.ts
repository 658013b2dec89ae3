import { setTimeout as sleep } from 'node:timers/promises';
import {
  AudioFlowError,
  type AudioFrame,
  isAudioFlowError,
  run,
  sharePaced,
} from '@audioflow/core';
import type { Observable } from 'rxjs';
import type { Air, AirFormat } from './create-air.js';
import { decodeLive } from './decode-live.js';
import { encodeFor } from './encode-for.js';
import type { MountSettings } from './icecast-options.js';

const FIRST_DELAY_MS = 1000;
const LAST_DELAY_MS = 30_000;

/** A mount that carries the audio of another one. */
export interface DerivedMount {
  readonly settings: MountSettings;
  readonly air: Air;
}

/** The format of a derived mount: its own where it states one, else that of the audio. */
const formatOf = (
  { format }: MountSettings,
  { sampleRate, channelCount }: AirFormat,
): AirFormat => ({ codec: 'mp3', sampleRate, channelCount, ...format });

/** A parent whose programmes are encoded anew. */
interface Feed {
  readonly parent: Air;
  report(error: AudioFlowError): void;
}

const toError = (path: string, cause: unknown): AudioFlowError =>
  isAudioFlowError(cause)
    ? cause
    : new AudioFlowError('io', `icecastServer(${path}): ${String(cause)}`, { cause });

/** Encodes one programme; resolves at its end. What fails is begun anew, a little later each time. */
const feed = async (
  { settings, air }: DerivedMount,
  { parent, report }: Feed,
  frames: Observable<AudioFrame>,
): Promise<void> => {
  const { bitrate } = settings.listeners;
  const encodeOnce = async (): Promise<void> => {
    if (parent.format === undefined) return;
    const format = formatOf(settings, parent.format);
    const refusal = air.prepare(format, {});
    if (refusal !== undefined) throw new AudioFlowError(refusal.code, refusal.message);
    await run(encodeFor(format, bitrate)(frames), { write: (packet) => air.push(packet) });
  };
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(LAST_DELAY_MS, 2 * delay)) {
    try {
      await encodeOnce();
      return await air.endProgramme();
    } catch (error) {
      report(toError(settings.path, error));
      await sleep(delay, undefined, { ref: false });
    }
  }
};

/**
 * Feeds the mounts that carry the audio of `parent`: each programme is decoded once, and encoded for
 * each of them. One that fails does not disturb the others.
 */
export const feedDerived = (
  parent: Air,
  mounts: readonly DerivedMount[],
  report: (error: AudioFlowError) => void,
): void => {
  if (mounts.length === 0) return;
  const busy = new Map(mounts.map((mount) => [mount, Promise.resolve()]));
  parent.programmes.subscribe((packets) => {
    const frames = decodeLive(packets).pipe(sharePaced());
    for (const [mount, before] of busy) {
      busy.set(
        mount,
        before.then(() => feed(mount, { parent, report }, frames)),
      );
    }
  });
};
