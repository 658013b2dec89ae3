import type { PcmSettings } from '../player-options.js';
import type { AudioOutput } from './audio-output.js';
import type { RingFigures } from './live-ring.types.js';
import type { PcmIntake } from './pcm-intake.js';
import {
  PROCESSOR_NAME,
  type RingCommand,
  type RingProcessorOptions,
  type RingReport,
} from './ring-message.js';

/** What a ring node is made of. */
export interface RingNodeOptions {
  readonly output: AudioOutput;
  readonly intake: PcmIntake;
  readonly settings: PcmSettings;
  readonly channelCount: number;
  onReport(report: RingReport): void;
  onError(cause: unknown): void;
}

/** The ring in the audio thread, as the page sees it. */
interface RingNode {
  /** Makes the node, once its script has been loaded; what came before waits for it. */
  connect(): void;
  push(chunk: Uint8Array): void;
  interrupt(): void;
  end(): void;
  /** Samples that have come and not been played. */
  ahead(): number;
  droppedBytes(): number;
  release(): void;
}

const REPORT_SECONDS = 0.05;

const lengthOf = (command: RingCommand): number =>
  command.type === 'audio' ? (command.planes[0]?.length ?? 0) : 0;

const createNode = ({ output, settings, channelCount }: RingNodeOptions): AudioWorkletNode => {
  const { targetLatency, jumpAbove, maxBufferSeconds } = settings;
  const { sampleRate } = output.context;
  const edge = { targetLatency, jumpAbove, maxBufferSeconds };
  const processorOptions: RingProcessorOptions = {
    ...edge,
    sampleRate,
    channelCount,
    reportSeconds: REPORT_SECONDS,
  };
  return new AudioWorkletNode(output.context, PROCESSOR_NAME, {
    numberOfInputs: 0,
    numberOfOutputs: 1,
    outputChannelCount: [channelCount],
    processorOptions,
  });
};

/** Makes the page's half of a ring. What the audio thread has not taken is limited like the ring. */
export const openRingNode = (options: RingNodeOptions): RingNode => {
  const { output, intake, settings, onReport, onError } = options;
  const limit = Math.floor(settings.maxBufferSeconds * output.context.sampleRate);
  let node: AudioWorkletNode | undefined;
  let waiting: RingCommand[] = [];
  let last: Pick<RingFigures, 'taken' | 'level' | 'dropped'> = { taken: 0, level: 0, dropped: 0 };
  let sent = 0;
  let refused = 0;
  let follows = true;

  const ahead = (): number => sent - last.taken + last.level;

  const tell = (command: RingCommand): void => {
    if (node === undefined) waiting.push(command);
    else if (command.type !== 'audio') node.port.postMessage(command);
    else node.port.postMessage(command, { transfer: command.planes.map(({ buffer }) => buffer) });
  };

  /** Makes room among what waits for the node; what the node was told cannot be taken back. */
  const makeRoom = (length: number): void => {
    while (node === undefined && ahead() + length > limit) {
      const oldest = waiting.shift();
      if (oldest === undefined) return;
      const gone = lengthOf(oldest);
      sent -= gone;
      refused += gone;
    }
  };

  const send = (planes: readonly Float32Array[]): void => {
    const length = planes[0]?.length ?? 0;
    if (length === 0) return;
    makeRoom(length);
    // Of a graph that does not run, nothing says when it will: what comes then is of no use.
    if (ahead() + length > limit) {
      refused += length;
      follows = false;
      return;
    }
    sent += length;
    tell({ type: 'audio', planes, follows });
    follows = true;
  };

  return {
    connect: () => {
      node = createNode(options);
      node.port.onmessage = ({ data }: MessageEvent<RingReport>) => {
        last = data;
        onReport(data);
      };
      node.onprocessorerror = onError;
      for (const command of waiting) tell(command);
      waiting = [];
      node.connect(output.entry);
    },
    push: (chunk) => send(intake.push(chunk)),
    interrupt: () => {
      intake.flush();
      follows = false;
    },
    end: () => {
      send(intake.flush());
      tell({ type: 'end' });
    },
    ahead,
    droppedBytes: () => intake.bytesOf(last.dropped + refused),
    release: () => {
      waiting = [];
      if (node === undefined) return;
      node.port.onmessage = null;
      node.onprocessorerror = null;
      tell({ type: 'release' });
      node.disconnect();
    },
  };
};
