import { RING_BYTES } from './pcm-ring.js';
import tapUrl from './tap-processor.ts?worker&url';

/** What listens to a node in the audio thread. */
export interface Tap {
  /** What the analysis reads, one of the two. */
  readonly memory: SharedArrayBuffer | undefined;
  readonly port: MessagePort | undefined;
  close(): void;
}

const loaded = new WeakMap<BaseAudioContext, Promise<void>>();

const load = (context: BaseAudioContext): Promise<void> => {
  if (context.audioWorklet === undefined) {
    throw new Error('AudioWorklet is only there on https pages and on localhost');
  }
  const known = loaded.get(context);
  if (known !== undefined) return known;
  const loading = context.audioWorklet.addModule(tapUrl);
  loaded.set(context, loading);
  // What failed, such as a network, may go the next time.
  loading.catch(() => loaded.delete(context));
  return loading;
};

/** Whether this page may share memory between threads: it has to be isolated (COOP and COEP). */
export const canShareMemory = (): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && globalThis.crossOriginIsolated;

/** Listens to a node. Its sound goes on to wherever it went; the tap itself is silent. */
export const openTap = async (node: AudioNode): Promise<Tap> => {
  const { context } = node;
  await load(context);
  const memory = canShareMemory() ? new SharedArrayBuffer(RING_BYTES) : undefined;
  const tap = new AudioWorkletNode(context, 'audioflow-tap', { processorOptions: { memory } });
  let port: MessagePort | undefined;
  if (memory === undefined) {
    const { port1, port2 } = new MessageChannel();
    tap.port.postMessage(port1, [port1]);
    port = port2;
  }
  node.connect(tap);
  // What leads nowhere is not run.
  tap.connect(context.destination);
  return {
    memory,
    port,
    close: (): void => {
      tap.port.postMessage('end');
      tap.port.close();
      try {
        node.disconnect(tap);
      } catch {
        // Whoever made the node has disconnected all of it already.
      }
      tap.disconnect();
    },
  };
};
