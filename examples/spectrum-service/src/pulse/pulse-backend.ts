import * as z from 'zod';
import type { CaptureBackend, CaptureDevice } from '../capture/capture-backend.js';
import { recordSource } from './record-source.js';
import { runPactl } from './run-pactl.js';
import { watchSinks } from './watch-sinks.js';

/** Where the sound server is. */
export interface PulseOptions {
  /** Of the programs; `PULSE_SERVER` names another server than the user's. Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
}

const sinks = z.array(
  z.object({ name: z.string(), description: z.string(), monitor_source: z.string() }),
);

const ID = 'pulse';

/**
 * What the loudspeakers of a PulseAudio server play, or of PipeWire in its place: the monitors of its sinks, the default one first. By its
 * own programs, `pactl` and `parec`.
 */
export const pulseBackend = ({ env = process.env }: PulseOptions = {}): CaptureBackend => ({
  id: ID,
  available: ({ signal }) =>
    runPactl(['info'], { env, signal }).then(
      () => ({ available: true }),
      (error: Error) => ({ available: false, reason: error.message }),
    ),
  list: async ({ signal }) => {
    const [text, preferred] = await Promise.all([
      runPactl(['--format=json', 'list', 'sinks'], { env, signal }),
      runPactl(['get-default-sink'], { env, signal }),
    ]);
    const found = sinks.parse(JSON.parse(text));
    const isPreferred = ({ name }: { readonly name: string }): boolean => name === preferred.trim();
    const ordered = [...found.filter(isPreferred), ...found.filter((one) => !isPreferred(one))];
    return ordered.map(({ description, monitor_source }): CaptureDevice => {
      return { id: `${ID}:${monitor_source}`, name: description };
    });
  },
  watch: (onChange, { signal }) => watchSinks(onChange, { env, signal }),
  open: ({ id, name }) => recordSource({ source: id.slice(ID.length + 1), name, env }),
});
