import { AudioFlowError, isAudioFlowError, type Packet, type Sink } from '@audioflow/core';
import type { Refusal } from '../../broadcast/refusal.js';
import { createPacketQueue } from '../../tcp/packet-queue.js';
import type { AirFormat } from './create-air.js';
import type { Reservation } from './create-source-slot.js';
import type { SourceEnd } from './icecast-server.types.js';

const HIGH_WATER_BYTES = 65_536;

const toError = (reason: unknown): AudioFlowError =>
  isAudioFlowError(reason)
    ? reason
    : new AudioFlowError('io', `the program failed: ${String(reason)}`, { cause: reason });

/** Makes a sink that is a source of a mount from its first packet on. */
export const createProgramSink = (
  owner: string,
  reserve: () => Reservation | Refusal,
  isBroadcast: (codec: string) => codec is AirFormat['codec'],
): Sink<Packet> => {
  let failure: AudioFlowError | undefined;
  let playing: Promise<SourceEnd> | undefined;
  let awaitRoom: { resolve(): void; reject(error: AudioFlowError): void } | undefined;

  const fail = (error: AudioFlowError): void => {
    failure ??= error;
    awaitRoom?.reject(failure);
  };
  const queue = createPacketQueue({
    name: owner,
    highWaterBytes: HIGH_WATER_BYTES,
    onRoom: () => awaitRoom?.resolve(),
    onTake: () => undefined,
    onLeave: () => fail(new AudioFlowError('aborted', `${owner}: the program has left the air`)),
  });
  const dismiss = ({ code, message }: Refusal): void =>
    fail(new AudioFlowError(code, `${owner}: ${message}`));

  const begin = ({ codec, sampleRate, channelCount }: Packet): Promise<SourceEnd> => {
    if (!isBroadcast(codec)) {
      throw new AudioFlowError('unsupported', `${owner}: ${codec} is not streamed here`);
    }
    const right = reserve();
    if ('status' in right) throw new AudioFlowError(right.code, `${owner}: ${right.message}`);
    return right.begin({
      kind: 'sink',
      remote: 'a program',
      format: { codec, sampleRate, channelCount },
      label: {},
      packets: queue.stream,
      dismiss,
    });
  };

  return {
    write: (packet) => {
      if (failure !== undefined) throw failure;
      playing ??= begin(packet);
      if (failure !== undefined) throw failure;
      queue.push(packet);
      if (!queue.full) return undefined;
      return new Promise<void>((resolve, reject) => {
        awaitRoom = { resolve, reject };
      });
    },
    close: async () => {
      queue.end();
      await playing;
      if (failure !== undefined) throw failure;
    },
    abort: async (reason) => {
      queue.fail(toError(reason));
      fail(toError(reason));
      await playing;
    },
  };
};
