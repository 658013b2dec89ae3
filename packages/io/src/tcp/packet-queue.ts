import { AudioFlowError, fromPull, type Packet, type PacketStream } from '@audioflow/core';

/** What stands between a connection and the one who reads its packets. */
export interface PacketQueue {
  /** Takes a packet; the queue is bounded by the connection that stops reading when `full`. */
  push(packet: Packet): void;
  /** No more packets: the stream completes behind the last one. */
  end(): void;
  /** The stream fails behind the last packet. */
  fail(error: AudioFlowError): void;
  readonly full: boolean;
  /** Can be subscribed once. */
  readonly stream: PacketStream;
}

/** How a {@link PacketQueue} is made. */
export interface PacketQueueOptions {
  readonly name: string;
  readonly highWaterBytes: number;
  /** Half of the queue is free again. */
  onRoom(): void;
  /** The reader has taken a packet. */
  onTake(): void;
  /** The reader left before the end. */
  onLeave(): void;
}

/** What a packet costs beside its data: objects, buffers and views. */
const OVERHEAD_BYTES = 256;
/** So many taken packets may stand before the queue until it is moved up. */
const MAX_GAP = 1024;

const weightOf = ({ data }: Packet): number => data.length + OVERHEAD_BYTES;

/** First in, first out; a take costs the same however many wait. */
const createFifo = <T>(): { push(item: T): void; take(): T | undefined } => {
  let items: (T | undefined)[] = [];
  let head = 0;
  return {
    push: (item) => void items.push(item),
    take() {
      const item = items[head];
      if (head === items.length) return undefined;
      items[head++] = undefined;
      if (head === items.length || (head >= MAX_GAP && head * 2 >= items.length)) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
  };
};

/** Makes a queue that is full when the weight of what waits, each packet's data and 256 bytes, reaches `highWaterBytes`. */
export const createPacketQueue = (options: PacketQueueOptions): PacketQueue => {
  const { name, highWaterBytes, onRoom, onTake, onLeave } = options;
  const packets = createFifo<Packet>();
  let bytes = 0;
  let full = false;
  let end: { readonly error?: AudioFlowError } | undefined;
  let taken = false;
  let wake: () => void = () => undefined;

  const take = (): Packet | undefined => {
    const packet = packets.take();
    if (packet === undefined) return undefined;
    bytes -= weightOf(packet);
    onTake();
    if (full && bytes <= highWaterBytes / 2) {
      full = false;
      onRoom();
    }
    return packet;
  };

  async function* read(signal: AbortSignal): AsyncGenerator<Packet> {
    while (!signal.aborted) {
      const packet = take();
      if (packet !== undefined) yield packet;
      else if (end?.error !== undefined) throw end.error;
      else if (end !== undefined) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
  const open = (signal: AbortSignal): AsyncGenerator<Packet> => {
    if (taken) {
      throw new AudioFlowError(
        'invalid-state',
        `${name}: expected one subscription of packets, got a second: use sharePaced or tee`,
      );
    }
    taken = true;
    // Not in a generator: one that is left before its first pull runs none of its code.
    signal.addEventListener('abort', () => {
      wake();
      if (end === undefined) onLeave();
    });
    return read(signal);
  };

  const finish = (error?: AudioFlowError): void => {
    end ??= error === undefined ? {} : { error };
    wake();
  };
  return {
    stream: fromPull(open, { name }),
    get full() {
      return full;
    },
    push(packet) {
      packets.push(packet);
      bytes += weightOf(packet);
      if (bytes >= highWaterBytes) full = true;
      wake();
    },
    end: () => finish(),
    fail: finish,
  };
};
