/** What is on the other side of a thread's border, as browsers have it: a `Worker`, a `MessagePort`, a worker's own scope. */
export interface WebPort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  /** A `MessagePort` gives nothing before it is started. */
  start?(): void;
}

/** What comes over a border has the type that the sender gave it. */
type Received = MessageEvent['data'];

/** The same as Node has it: a `Worker` of `node:worker_threads`. */
export interface NodePort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  on(event: string, listener: (value: Received) => void): unknown;
  off(event: string, listener: (value: Received) => void): unknown;
}

/** Either of them. */
export type ExtractorPort = WebPort | NodePort;

/** What can go wrong with a worker itself: its script did not load, or threw, or it ended; or the other end of a port was closed. */
export type OnBroken = (reason: string) => void;

const isMessage = (event: Event): event is MessageEvent => 'data' in event;

const reasonOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'message' in value ? String(value.message) : '';

/** Others may use the port as well: what they send is not for us. */
const isOurs = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'id' in value && 'type' in value;

/** Listens to a port; answers what ends that. `M` is what the other side is known to send. */
export const listenToPort = <M>(
  port: ExtractorPort,
  onMessage: (message: M) => void,
  onBroken: OnBroken = () => undefined,
): (() => void) => {
  if ('addEventListener' in port) {
    const message = (event: Event): void => {
      if (isMessage(event) && isOurs(event.data)) onMessage(event.data);
    };
    const broken = (event: Event): void => onBroken(reasonOf(event) || event.type);
    const listeners = { message, error: broken, messageerror: broken, close: broken };
    for (const [type, listener] of Object.entries(listeners)) port.addEventListener(type, listener);
    port.start?.();
    return () => {
      for (const [type, listener] of Object.entries(listeners)) {
        port.removeEventListener(type, listener);
      }
    };
  }
  const broken = (error: unknown): void => onBroken(reasonOf(error));
  const exit = (code: number): void => onBroken(`it ended with exit code ${code}`);
  const message = (value: Received): void => {
    if (isOurs(value)) onMessage(value);
  };
  const listeners = { message, error: broken, messageerror: broken, exit };
  for (const [event, listener] of Object.entries(listeners)) port.on(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(listeners)) port.off(event, listener);
  };
};
