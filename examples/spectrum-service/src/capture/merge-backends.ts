import { AudioFlowError } from '@audioflow/core';
import { throwError } from 'rxjs';
import type { Capability, CaptureBackend } from './capture-backend.js';

/**
 * Several backends as one: all their devices, in order. One that is not available, or fails to list, only lacks its devices.
 */
export const mergeBackends = (backends: readonly CaptureBackend[]): CaptureBackend => ({
  id: backends.map(({ id }) => id).join('+'),
  available: async (options): Promise<Capability> => {
    const all = await Promise.all(backends.map((backend) => backend.available(options)));
    if (all.some(({ available }) => available)) return { available: true };
    const reasons = all.flatMap((one) => (one.available ? [] : [one.reason]));
    return { available: false, reason: reasons.join('; ') || 'there is no backend' };
  },
  list: async (options) => {
    const lists = backends.map(async (backend) =>
      (await backend.available(options)).available ? backend.list(options) : [],
    );
    const settled = await Promise.allSettled(lists);
    const found = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    const failed = settled.find((one) => one.status === 'rejected');
    if (found.length === 0 && failed !== undefined) throw failed.reason;
    return found;
  },
  watch: async (onChange, options) => {
    await Promise.all(backends.map((backend) => backend.watch?.(onChange, options)));
  },
  open: (device, options) => {
    const backend = backends.find(({ id }) => device.id.startsWith(`${id}:`));
    if (backend !== undefined) return backend.open(device, options);
    const message = `expected a device of ${backends.map(({ id }) => id).join(', ')}, got ${device.id}`;
    return throwError(() => new AudioFlowError('unavailable', message));
  },
});
