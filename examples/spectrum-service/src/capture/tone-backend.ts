import { AudioFlowError, noise, type PcmStream, sine, tune } from '@audioflow/core';
import { throwError } from 'rxjs';
import type { CaptureBackend, CaptureDevice } from './capture-backend.js';
import { CHUNK, inRealTime } from './in-real-time.js';

interface Generator extends CaptureDevice {
  make(): PcmStream;
}

const frameLength = CHUNK;
const GENERATORS: readonly Generator[] = [
  { id: 'tone:tune', name: 'A little tune', make: () => tune({ frameLength }) },
  {
    id: 'tone:sine',
    name: 'Sine, 1 kHz',
    make: () => sine({ frequency: 1000, amplitude: 0.5, frameLength }),
  },
  {
    id: 'tone:pink',
    name: 'Pink noise',
    make: () => noise({ color: 'pink', amplitude: 0.5, frameLength }),
  },
];

/** Generated sound: always there, and in real time. */
export const toneBackend = (): CaptureBackend => ({
  id: 'tone',
  available: async () => ({ available: true }),
  list: async () => GENERATORS.map(({ id, name }) => ({ id, name })),
  open: ({ id }) => {
    const generator = GENERATORS.find((one) => one.id === id);
    if (generator !== undefined) return inRealTime(generator.make());
    return throwError(() => new AudioFlowError('unavailable', `there is no generator ${id}`));
  },
});
