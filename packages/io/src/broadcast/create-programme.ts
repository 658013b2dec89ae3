import { AudioFlowError, isAudioFlowError, type Packet, type Sink } from '@audioflow/core';
import type { EndReason } from './broadcast.types.js';

/** A sink for one programme, and the handle that ends it from outside. */
export interface Programme {
  readonly sink: Sink<Packet>;
  /** Ends it, if it is still on. */
  end(reason: EndReason): Promise<void>;
}

interface ProgrammeHooks {
  onPacket(packet: Packet): void;
  /** Called exactly once. */
  onEnd(reason: EndReason): Promise<void>;
}

/** Makes the sink of one programme: open until closed, aborted or ended from outside. */
export const createProgramme = (hooks: ProgrammeHooks): Programme => {
  let ended: Promise<void> | undefined;

  const end = (reason: EndReason): Promise<void> => {
    ended ??= hooks.onEnd(reason);
    return ended;
  };

  const write = (packet: Packet): void => {
    if (ended !== undefined) {
      throw new AudioFlowError(
        'invalid-state',
        'broadcaster: this programme has ended: open the next one with sink()',
      );
    }
    hooks.onPacket(packet);
  };

  return {
    sink: {
      write,
      close: () => end('complete'),
      abort: (reason) => end(isAudioFlowError(reason, 'aborted') ? 'stopped' : 'failed'),
    },
    end,
  };
};
