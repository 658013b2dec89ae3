import type { HelloMessage, StatusMessage } from '../src/wire/server-message.js';

/** What is shown of the connection and the service. */
export interface StatusView {
  hello(message: HelloMessage): void;
  status(message: StatusMessage): void;
  lost(retryMs: number): void;
  /** The service has refused something. */
  complain(text: string): void;
}

interface Elements {
  readonly root: HTMLElement;
  readonly badge: HTMLElement;
  readonly message: HTMLElement;
  readonly device: HTMLSelectElement;
  readonly axis: HTMLElement;
}

const MARKS: readonly (readonly [hz: number, text: string])[] = [
  [50, '50 Hz'],
  [200, '200'],
  [1000, '1 kHz'],
  [4000, '4'],
  [12_000, '12 kHz'],
];

const textOf = ({ state, device, reason, warning, retryMs = 0 }: StatusMessage): string => {
  const name = device?.name ?? 'the device';
  if (state === 'retrying') {
    const when = retryMs < 1000 ? 'again at once' : `again in ${Math.round(retryMs / 1000)} s`;
    return `No sound from ${name}: ${reason?.message ?? 'it is lost'}. Trying ${when}.`;
  }
  if (state === 'stopped') return reason === undefined ? 'Stopped.' : `No sound: ${reason.message}`;
  if (state === 'starting') return 'Opening the device …';
  return warning === undefined ? `Listening to ${name}.` : `Listening to ${name} (${warning}).`;
};

/** Writes to the page only what differs from what stands there. */
export const showStatus = ({ root, badge, message, device, axis }: Elements): StatusView => {
  let shown = '';
  let listed = '';
  let canSelect = true;

  const show = (state: string, text: string): void => {
    const fingerprint = `${state} ${text}`;
    if (fingerprint === shown) return;
    shown = fingerprint;
    root.dataset['state'] = state;
    badge.textContent = state;
    message.textContent = text;
  };
  const list = ({ devices, device: current }: StatusMessage): void => {
    const fingerprint = JSON.stringify([devices, current?.id, canSelect]);
    if (fingerprint === listed) return;
    listed = fingerprint;
    const options = devices.map(({ id, name }) => new Option(name, id, false, id === current?.id));
    device.replaceChildren(...options);
    device.disabled = !canSelect || devices.length < 2;
  };

  return {
    hello: ({ minFrequency, maxFrequency, canSelect: may }) => {
      canSelect = may;
      const octaves = Math.log(maxFrequency / minFrequency);
      const inside = MARKS.filter(([hz]) => hz > minFrequency && hz < maxFrequency);
      const marks = inside.map(([hz, text]) => {
        const mark = document.createElement('span');
        mark.textContent = text;
        mark.style.left = `${(100 * Math.log(hz / minFrequency)) / octaves}%`;
        return mark;
      });
      axis.replaceChildren(...marks);
    },
    status: (status) => {
      show(status.state, textOf(status));
      list(status);
    },
    lost: (retryMs) => {
      device.disabled = true;
      listed = '';
      show('lost', `No connection. Trying again in ${Math.max(1, Math.round(retryMs / 1000))} s.`);
    },
    complain: (text) => {
      shown = '';
      message.textContent = `The service says: ${text}.`;
    },
  };
};
