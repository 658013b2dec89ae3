import type { Page } from 'playwright-core';

const BLOCK = 4096;

/**
 * A ScriptProcessorNode: old, but it needs no script of its own, which the page's content security
 * policy would refuse. A node without a way to the destination is not run: hence the silent gain.
 */
const setUp = (node: string): string => `(() => {
  const source = ${node};
  const { context } = source;
  const recorder = context.createScriptProcessor(${BLOCK}, 2, 1);
  globalThis.recorded = [];
  recorder.onaudioprocess = ({ inputBuffer }) => {
    const left = inputBuffer.getChannelData(0);
    const right = inputBuffer.getChannelData(1);
    recorded.push(left.map((sample, at) => (sample + right[at]) / 2));
  };
  const silence = new GainNode(context, { gain: 0 });
  source.connect(recorder).connect(silence).connect(context.destination);
  globalThis.recorder = recorder;
  return context.sampleRate;
})()`;

/** The same in the audio thread, where nothing is lost however busy the page is; for pages without a policy. */
const setUpInThread = (node: string): string => `(async () => {
  const source = ${node};
  const { context } = source;
  const code = \`registerProcessor('recorder', class extends AudioWorkletProcessor {
    block = new Float32Array(${BLOCK});
    at = 0;
    process([[left, right = left]]) {
      for (let i = 0; left && i < left.length; i += 1, this.at += 1) {
        this.block[this.at] = (left[i] + right[i]) / 2;
      }
      if (this.at === ${BLOCK}) this.port.postMessage(this.block.slice());
      this.at %= ${BLOCK};
      return true;
    }
  })\`;
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  globalThis.recorded = [];
  const recorder = new AudioWorkletNode(context, 'recorder');
  recorder.port.onmessage = ({ data }) => recorded.push(data);
  source.connect(recorder).connect(context.destination);
  globalThis.recorder = recorder;
  return context.sampleRate;
})()`;

/** As Latin-1 in base64: the way of many samples through the debugging protocol. */
const TAKE = `(() => {
  const bytes = new Uint8Array(recorded.length * ${4 * BLOCK});
  recorded.forEach((block, at) => bytes.set(new Uint8Array(block.buffer), at * ${4 * BLOCK}));
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768) {
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  recorded = [];
  return btoa(text);
})()`;

/** Records what a page plays, by way of the page's own audio graph. */
export interface PageRecorder {
  readonly sampleRate: number;
  /** Mono samples since the last take, or since the start. */
  take(): Promise<Float32Array>;
}

/** Begins to record what comes out of a node of a page that plays already. */
export const recordPage = async (page: Page, node?: string): Promise<PageRecorder> => {
  const code = node === undefined ? setUp('__radio.graph.analyser') : setUpInThread(node);
  const sampleRate = await page.evaluate<number>(code);
  const take = async (): Promise<Float32Array> => {
    const bytes = Buffer.from(await page.evaluate<string>(TAKE), 'base64');
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  };
  return { sampleRate, take };
};
