import { AudioFlowError } from '@audioflow/core';
import type { MseSettings } from '../player-options.js';
import { createChunkQueue } from './chunk-queue.js';
import { addAudioBuffer, hostMediaSource } from './media-source-host.js';
import { createSourceFeeder } from './source-feeder.js';

type Feeder = ReturnType<typeof createSourceFeeder>;

/** What an intake tells. */
export interface IntakeHandlers {
  /** Some audio has been taken over; `isDone` when all that has come so far. */
  onAppended(isDone: boolean): void;
  onError(error: AudioFlowError): void;
}

/** Takes chunks to an audio element by way of Media Source Extensions. */
interface StreamIntake {
  /** Says what comes. Once; the same again does nothing. */
  begin(mime: string): void;
  push(chunk: Uint8Array<ArrayBuffer>): void;
  /** Nothing more comes: the element's `ended` follows once all has been played. */
  end(): void;
  /** Goes on with what may be waiting for room. */
  pump(): void;
  readonly droppedBytes: number;
  release(): void;
}

/** Puts a MediaSource on the element at once, and feeds it as chunks come. */
export const createStreamIntake = (
  audio: HTMLAudioElement,
  options: MseSettings,
  handlers: IntakeHandlers,
): StreamIntake => {
  const queue = createChunkQueue(options.maxQueueBytes);
  const host = hostMediaSource(audio);
  let announced: string | undefined;
  let source: MediaSource | undefined;
  let feeder: Feeder | undefined;
  let isEnding = false;

  const advance = (): void => {
    feeder?.pump();
    const isDone = feeder === undefined || feeder.isDone;
    if (isEnding && isDone && source?.readyState === 'open') source.endOfStream();
  };

  const attach = (opened: MediaSource, mime: string): void => {
    const buffer = addAudioBuffer(opened, mime);
    source = opened;
    feeder = createSourceFeeder({
      buffer,
      queue,
      position: () => audio.currentTime,
      keepBehind: options.keepSeconds,
      maxAhead: options.maxBufferSeconds,
      onError: handlers.onError,
    });
    buffer.addEventListener('updateend', () => {
      advance();
      handlers.onAppended(feeder?.isDone === true);
    });
    advance();
  };

  return {
    begin: (mime) => {
      if (announced === mime) return;
      if (announced !== undefined) {
        const message = `the station changed from ${announced} to ${mime}: press play again`;
        handlers.onError(new AudioFlowError('format-changed', message));
        return;
      }
      announced = mime;
      void host.opened.then((opened) => attach(opened, mime)).catch(handlers.onError);
    },
    push: (chunk) => {
      queue.push(chunk);
      advance();
    },
    end: () => {
      isEnding = true;
      advance();
    },
    pump: advance,
    get droppedBytes() {
      return queue.droppedBytes;
    },
    release: () => {
      queue.clear();
      feeder = undefined;
      host.release();
    },
  };
};
