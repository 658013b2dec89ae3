import type { Socket } from 'node:net';
import { addressGroup } from '../../broadcast/address-group.js';
import { answerRefusal } from './answer-source.js';

/** Whom the gate hands connections to. */
export interface GateHost {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  readonly headerTimeoutMs: number;
  /** A source by `PUT` or `SOURCE`, and its first bytes. */
  onSource(socket: Socket, first: Uint8Array): void;
  /** Anything else; its first bytes are back in the socket. */
  onHttp(socket: Socket): void;
  /** Answered with this status, or closed without an answer for 0. */
  onTurnedAway(socket: Socket, status: number, message: string): void;
}

/** Decides by the first bytes of a connection who serves it. */
export interface Gate {
  accept(socket: Socket): void;
  /** Open connections. */
  readonly sockets: ReadonlySet<Socket>;
  /** Accepted since the beginning. */
  readonly accepted: number;
}

const SOURCES: readonly Buffer[] = ['PUT ', 'SOURCE '].map((word) => Buffer.from(word));

/** `undefined`: it cannot be told yet. */
const isSource = (bytes: Buffer): boolean | undefined => {
  const candidates = SOURCES.filter((word) => {
    const common = Math.min(word.length, bytes.length);
    return word.subarray(0, common).equals(bytes.subarray(0, common));
  });
  if (candidates.length === 0) return false;
  return candidates.some((word) => bytes.length >= word.length) ? true : undefined;
};

/** Makes a gate. At most six bytes wait in it, for at most the time of a head. */
export const createGate = (host: GateHost): Gate => {
  const sockets = new Set<Socket>();
  /** Open connections by address; never more entries than connections. */
  const perAddress = new Map<string, number>();
  let accepted = 0;

  const enter = (socket: Socket, address: string): void => {
    sockets.add(socket);
    perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
    socket.once('close', () => {
      sockets.delete(socket);
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left === 0) perAddress.delete(address);
      else perAddress.set(address, left);
    });
  };
  /** Why there is no place for one more from an address, if so. */
  const noPlace = (address: string): string | undefined => {
    const { maxConnections, maxConnectionsPerAddress } = host;
    if (sockets.size >= maxConnections) return `expected at most ${maxConnections} connections`;
    if ((perAddress.get(address) ?? 0) < maxConnectionsPerAddress) return undefined;
    return `expected at most ${maxConnectionsPerAddress} connections of one address`;
  };

  const peek = (socket: Socket): void => {
    let held = Buffer.alloc(0);
    const turnAway = (): void => {
      leave();
      const message = `expected a request within ${host.headerTimeoutMs} ms`;
      // Browsers open connections in store: an answer that nobody asked for would confuse them.
      host.onTurnedAway(socket, held.length === 0 ? 0 : 408, message);
      if (held.length === 0) socket.destroy();
      else answerRefusal(socket, undefined, { status: 408, message });
    };
    const timer = setTimeout(turnAway, host.headerTimeoutMs);
    const vanish = (): void => {
      leave();
      socket.destroy();
    };
    const take = (bytes: Buffer): void => {
      held = Buffer.concat([held, bytes]);
      const verdict = isSource(held);
      if (verdict === undefined) return;
      leave();
      if (verdict) host.onSource(socket, held);
      else {
        socket.pause();
        socket.unshift(held);
        host.onHttp(socket);
        socket.resume();
      }
    };
    const leave = (): void => {
      clearTimeout(timer);
      socket.off('data', take).off('end', vanish).off('close', vanish);
    };
    socket.on('data', take).on('end', vanish).on('close', vanish);
  };

  return {
    sockets,
    get accepted() {
      return accepted;
    },
    accept: (socket) => {
      accepted += 1;
      // Whoever serves it listens too: a connection that breaks is no error of the server's.
      socket.on('error', () => socket.destroy());
      const address = addressGroup(socket.remoteAddress ?? '');
      const full = noPlace(address);
      if (full !== undefined) {
        const message = `${full}: try again later`;
        host.onTurnedAway(socket, 503, message);
        answerRefusal(socket, undefined, { status: 503, message });
        return;
      }
      enter(socket, address);
      peek(socket);
    },
  };
};
