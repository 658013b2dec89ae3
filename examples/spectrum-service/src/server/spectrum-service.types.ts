import type { RequestListener } from 'node:http';
import type {
  EngineOptions,
  EngineStatus,
  SpectrumEngine,
} from '../engine/spectrum-engine.types.js';

/** Options of `spectrumService`. */
export interface SpectrumServiceOptions extends EngineOptions {
  /** Where it listens. Defaults 127.0.0.1, and any free port. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** Path of the WebSocket. Default /ws. */
  readonly path?: string | undefined;
  /** Whether clients may choose the device, for all of them. Default true. */
  readonly canSelect?: boolean | undefined;
  /** The device is kept open for so long after the last client has left, in ms. Default 2000. */
  readonly lingerMs?: number | undefined;
  /** Devices are listed no more often than this, in ms, however many clients ask and however much changes. Default 1000. */
  readonly listEveryMs?: number | undefined;
  /** Beyond it: 503. Default 500. */
  readonly maxClients?: number | undefined;
  /** A longer message of a client closes it (1009). Default 1024. */
  readonly maxMessageBytes?: number | undefined;
  /** Messages of one client; more close it (1008). Default 10 a second, 20 at once. */
  readonly messageRate?: { readonly perSecond: number; readonly burst: number } | undefined;
  /** What may wait for one client in this process; more resets it. Default 65 536. */
  readonly maxBufferBytes?: number | undefined;
  /** A client that is further behind gets the newest frame only, when it has caught up. Default 1000. */
  readonly maxLagMs?: number | undefined;
  /** How often clients are asked for a sign of life, and when they count as dead, in ms. Defaults 1000 and 20 000. */
  readonly pingMs?: number | undefined;
  readonly deadMs?: number | undefined;
  /** Web pages that may connect. Default: those of the host that is asked. */
  readonly origins?: 'same-host' | 'any' | readonly string[] | undefined;
  /** Names by which it may be asked. Default: on a loopback address those of this machine, else any. */
  readonly hosts?: readonly string[] | undefined;
  /** Answers what is neither the WebSocket nor `/status.json`, such as a page. Default: 404. */
  readonly onRequest?: RequestListener | undefined;
}

/** Figures of one client. */
export interface ClientFigures {
  readonly protocol: 'v1' | 'json';
  /** Frames of a second, as asked for; undefined if it has not subscribed. */
  readonly rate?: number | undefined;
  readonly format?: string | undefined;
  readonly sentFrames: number;
  readonly sentBytes: number;
  /** Times that it was so far behind that frames were left out. */
  readonly skippedFrames: number;
  readonly bufferedBytes: number;
  readonly lagMs: number;
}

/** Figures of a service, plain JSON. */
export interface ServiceStatus extends EngineStatus {
  readonly clients: readonly ClientFigures[];
  readonly joined: number;
  readonly refused: number;
  /** Clients that were reset: too slow, or dead. */
  readonly reset: number;
  readonly uptimeSeconds: number;
}

/** A service that listens. */
export interface SpectrumService {
  readonly url: string;
  readonly port: number;
  readonly engine: SpectrumEngine;
  status(): ServiceStatus;
  /** Tells the clients, closes everything, and resolves when the device has been given back. Idempotent. */
  close(): Promise<void>;
}
