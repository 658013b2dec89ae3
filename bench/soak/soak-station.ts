import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What the station says of itself, after a collection. Memory in MB. */
export interface SoakFigures {
  readonly rss: number;
  readonly heap: number;
  readonly handles: number;
  readonly descriptors: number;
  readonly connections: number;
  readonly listeners: number;
  readonly sources: number;
}

/** A station in a process of its own. */
export interface SoakStation {
  readonly port: number;
  readonly ingestPort: number;
  figures(): Promise<SoakFigures>;
  /** Resolves to the exit code. */
  stop(): Promise<number | null>;
}

const numberOf = (value: unknown, key: string): number =>
  value instanceof Object ? Number(Reflect.get(value, key)) : Number.NaN;

/** Starts the station. */
export const startStation = async (): Promise<SoakStation> => {
  const program = fileURLToPath(new URL('./server.mjs', import.meta.url));
  // With tsx, as this program runs: the sources of the packages.
  const child = spawn(process.execPath, [...process.execArgv, '--expose-gc', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the station has ended by itself');
    return JSON.parse(value);
  };
  const ports = await answer();
  return {
    port: numberOf(ports, 'port'),
    ingestPort: numberOf(ports, 'ingestPort'),
    figures: async () => {
      child.stdin.write('figures\n');
      const told = await answer();
      return {
        rss: numberOf(told, 'rss'),
        heap: numberOf(told, 'heap'),
        handles: numberOf(told, 'handles'),
        descriptors: numberOf(told, 'descriptors'),
        connections: numberOf(told, 'connections'),
        listeners: numberOf(told, 'listeners'),
        sources: numberOf(told, 'sources'),
      };
    },
    stop: async () => {
      child.stdin.end('end\n');
      await exited;
      return child.exitCode;
    },
  };
};
