import { isAudioFlowError, type Packet } from '@audioflow/core';
import type { EngineDecoder, EngineEncoder } from '../codec-engine.js';
import { nativeEngine } from '../native/index.js';
import type {
  ChildAnswer,
  FrameItem,
  FromChild,
  PacketItem,
  SentError,
  SentWarning,
  ToChild,
} from './fork-messages.js';

/** The child's side of the sessions: native ones, driven by messages. */
export interface ChildSession {
  handle(message: ToChild): void;
  warn(warning: SentWarning): void;
}

const MEGABYTE = 1 << 20;

const toSent = (error: unknown): SentError =>
  isAudioFlowError(error)
    ? { code: error.code, message: error.message, details: error.details }
    : { code: 'io', message: `fork engine: ${String(error)}`, details: {} };

/** A packet as an item, with its configuration where that is another than the one `known`. */
const toItem = (packet: Packet, known?: Uint8Array): PacketItem => {
  const { kind: _kind, codec: _codec, config, ...item } = packet;
  return config === undefined || config === known ? item : { ...item, config };
};

/** Makes the child's side; `send` takes what it answers. */
export const createChildSession = (send: (message: FromChild) => void): ChildSession => {
  let encoder: EngineEncoder<string> | undefined;
  let decoder: EngineDecoder<string> | undefined;
  let codec = '';
  let config: Uint8Array | undefined;
  let problem: string | undefined;
  let warnings: SentWarning[] = [];

  const open = async (message: ToChild): Promise<void> => {
    try {
      if (message.type === 'open-encoder') {
        encoder = await nativeEngine.openEncoder(message.setup);
        send({ type: 'opened', info: encoder.info });
      } else if (message.type === 'open-decoder') {
        const { setup } = message;
        ({ codec } = setup);
        ({ config } = setup);
        decoder = await nativeEngine.openDecoder({ ...setup, inspect: () => problem });
        send({ type: 'opened' });
      }
    } catch (error) {
      send({ type: 'refused', error: toSent(error) });
    }
  };

  const work = (
    done: number,
    run: (answer: { frames: FrameItem[]; packets: PacketItem[] }) => void,
  ) => {
    const out: { frames: FrameItem[]; packets: PacketItem[] } = { frames: [], packets: [] };
    let error: SentError | undefined;
    try {
      run(out);
    } catch (thrown) {
      error = toSent(thrown);
    }
    const answer: ChildAnswer = {
      type: 'answer',
      done,
      ...out,
      stats: (encoder ?? decoder)?.stats ?? { packets: 0, repairedSamples: 0 },
      warnings,
      memoryMb: process.memoryUsage.rss() / MEGABYTE,
      ...(error === undefined ? {} : { error }),
    };
    warnings = [];
    send(answer);
  };

  const decode = (items: readonly PacketItem[], frames: FrameItem[]): void => {
    for (const { problem: found, ...item } of items) {
      problem = found;
      config = item.config ?? config;
      const packet: Packet = {
        kind: 'packet',
        codec,
        ...item,
        ...(config === undefined ? {} : { config }),
      };
      decoder?.push(packet, (frame) => void frames.push(frame));
    }
  };

  const close = (): void => {
    encoder?.close();
    decoder?.close();
    encoder = undefined;
    decoder = undefined;
    config = undefined;
    problem = undefined;
    warnings = [];
    send({ type: 'closed' });
  };

  return {
    warn: (warning) => void warnings.push(warning),
    handle: (message) => {
      switch (message.type) {
        case 'frames':
          work(message.items.length, ({ packets }) => {
            for (const item of message.items) {
              encoder?.push(
                { kind: 'pcm', ...item },
                (packet) => void packets.push(toItem(packet, encoder?.info.config)),
              );
            }
          });
          break;
        case 'packets':
          work(message.items.length, ({ frames }) => decode(message.items, frames));
          break;
        case 'end':
          work(1, ({ frames, packets }) => {
            encoder?.end((packet) => void packets.push(toItem(packet, encoder?.info.config)));
            decoder?.end((frame) => void frames.push(frame));
          });
          break;
        case 'close':
          close();
          break;
        default:
          void open(message);
      }
    },
  };
};
