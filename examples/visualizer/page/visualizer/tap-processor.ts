import { QUANTUM, type RingMemory, SLOTS, viewRing } from './pcm-ring.js';

/*
 * The half that runs in the audio thread. It does as little as it can: the mean of the channels of each quantum goes into the ring, or, where there is no
 * shared memory, by a message of four quanta to the analysis, past the page. Nothing imports this file: it is bundled for itself.
 */

/** What the tap is given. */
interface TapOptions {
  readonly memory?: SharedArrayBuffer;
}

/** Quanta in a message. */
const BATCH = 4;
/** Messages that the analysis has not answered: more are dropped. */
const MOST_IN_FLIGHT = 32;

declare const currentFrame: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare const registerProcessor: (
  name: string,
  processor: new (options: { readonly processorOptions: TapOptions }) => object,
) => void;

registerProcessor(
  'audioflow-tap',
  class extends AudioWorkletProcessor {
    readonly #ring: RingMemory | undefined;
    #batch = new Float32Array(BATCH * QUANTUM);
    #count = 0;
    #pts = 0;
    #port: MessagePort | undefined;
    readonly #free: Float32Array<ArrayBuffer>[] = [];
    #inFlight = 0;
    #ended = false;

    constructor({ processorOptions: { memory } }: { readonly processorOptions: TapOptions }) {
      super();
      this.#ring = memory && viewRing(memory);
      this.port.onmessage = ({ data }: MessageEvent<'end'>) => {
        if (data === 'end') this.#ended = true;
        else this.#open(data);
      };
    }

    process([planes = []]: readonly (readonly Float32Array[])[]): boolean {
      if (this.#ring !== undefined) this.#write(this.#ring, planes);
      else if (this.#port !== undefined) this.#send(planes, this.#port);
      return !this.#ended;
    }

    #open(port: MessagePort): void {
      this.#port = port;
      port.onmessage = ({ data }: MessageEvent<Float32Array<ArrayBuffer>>) => {
        this.#inFlight -= 1;
        this.#free.push(data);
      };
    }

    #write({ control, times, samples }: RingMemory, planes: readonly Float32Array[]): void {
      const written = Atomics.load(control, 0);
      const slot = (written >>> 0) % SLOTS;
      mix(planes, samples, slot * QUANTUM);
      times[2 * slot] = currentFrame;
      times[2 * slot + 1] = Date.now();
      Atomics.store(control, 0, (written + 1) | 0);
      Atomics.notify(control, 0);
    }

    #send(planes: readonly Float32Array[], port: MessagePort): void {
      const expected = this.#pts + this.#count * QUANTUM;
      if (this.#count === 0 || currentFrame !== expected) {
        this.#pts = currentFrame;
        this.#count = 0;
      }
      mix(planes, this.#batch, this.#count * QUANTUM);
      this.#count += 1;
      if (this.#count < BATCH) return;
      this.#count = 0;
      if (this.#inFlight >= MOST_IN_FLIGHT) return;
      const samples = this.#batch;
      port.postMessage({ samples, pts: this.#pts, writtenAt: Date.now() }, [samples.buffer]);
      this.#inFlight += 1;
      this.#batch = this.#free.pop() ?? new Float32Array(BATCH * QUANTUM);
    }
  },
);

/** Writes the mean of the channels; without an input there is silence. */
const mix = (planes: readonly Float32Array[], out: Float32Array, at: number): void => {
  const gain = planes.length === 0 ? 0 : 1 / planes.length;
  for (let i = 0; i < QUANTUM; i += 1) {
    let sum = 0;
    for (const plane of planes) sum += plane[i] ?? 0;
    out[at + i] = sum * gain;
  }
};
