import { createLiveRing } from './create-live-ring.js';
import {
  PROCESSOR_NAME,
  type RingCommand,
  type RingProcessorOptions,
  type RingReport,
} from './ring-message.js';

/*
 * The half of the PCM player that runs in the audio thread. Nothing imports this file: it is bundled
 * into pcm-worklet-code.ts by `node packages/io/build-worklet.mjs`.
 */

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

declare const registerProcessor: (
  name: string,
  processor: new (options: { readonly processorOptions: RingProcessorOptions }) => object,
) => void;

registerProcessor(
  PROCESSOR_NAME,
  class extends AudioWorkletProcessor {
    readonly #ring: ReturnType<typeof createLiveRing>;
    readonly #reportEvery: number;
    #sinceReport = 0;
    #reported: RingReport['state'] = 'waiting';
    #isReleased = false;

    constructor({ processorOptions }: { readonly processorOptions: RingProcessorOptions }) {
      super();
      this.#ring = createLiveRing(processorOptions);
      this.#reportEvery = processorOptions.reportSeconds * processorOptions.sampleRate;
      this.port.onmessage = ({ data }: MessageEvent<RingCommand>) => this.#take(data);
    }

    process(_inputs: unknown, [planes = []]: readonly (readonly Float32Array[])[]): boolean {
      this.#ring.pull(planes);
      this.#sinceReport += planes[0]?.length ?? 0;
      const { figures } = this.#ring;
      if (figures.state !== this.#reported || this.#sinceReport >= this.#reportEvery) {
        this.#reported = figures.state;
        this.#sinceReport = 0;
        this.port.postMessage(figures);
      }
      // False lets the browser throw the processor away.
      return !this.#isReleased;
    }

    #take(command: RingCommand): void {
      if (command.type === 'audio') this.#ring.push(command.planes, command.follows);
      else if (command.type === 'end') this.#ring.end();
      else this.#isReleased = true;
    }
  },
);
