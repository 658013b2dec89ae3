import type { CaptureDevice } from './capture-backend.js';

/** A device, and what there is to say of the choice. */
export interface DeviceChoice {
  readonly device?: CaptureDevice;
  readonly warning?: string;
}

/**
 * The first device whose id is `wanted`, or whose name has it within, whatever the case; the first of all if none is named. Where none fits
 * it is the first too, with a warning.
 */
export const chooseDevice = (
  devices: readonly CaptureDevice[],
  wanted: string | undefined,
): DeviceChoice => {
  const [first] = devices;
  if (first === undefined) return {};
  if (wanted === undefined || wanted === '') return { device: first };
  const words = wanted.toLowerCase();
  const device =
    devices.find(({ id }) => id === wanted) ??
    devices.find(({ name }) => name.toLowerCase().includes(words));
  if (device !== undefined) return { device };
  return { device: first, warning: `no device is called "${wanted}": taking "${first.name}"` };
};
