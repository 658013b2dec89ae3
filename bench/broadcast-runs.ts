import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { freePort } from '../packages/io/src/tcp/fixtures/free-port.js';
import { cpuSeconds } from './cpu-seconds.js';
import { type Child, startChild } from './start-child.js';

/** How listeners come. */
export type ListenerKind = 'http' | 'icy' | 'ws';

/** A server: Icecast, or ours with a `flushMs`. */
export type BroadcastServer = 'icecast' | number;

/** One run: so many listeners at a server for some seconds. */
export interface BroadcastRun {
  readonly kind: ListenerKind;
  readonly listeners: number;
  /** Listeners that come each second. */
  readonly offered: number;
  readonly windowSeconds: number;
}

/** What a run took. */
export interface BroadcastFigures {
  /** User and system time of the server process, in seconds per 1000 listener-seconds. */
  readonly cpu: number;
  /** Growth of the server's resident memory per listener, in KB. */
  readonly memory: number;
  /** Listeners per second, until the last has audio. */
  readonly joinRate: number;
  readonly p50: number;
  readonly p99: number;
  /** Reads of a listener per second. */
  readonly reads: number;
}

const REST_MS = 6000;

const PROGRAMS = ['broadcast-server', 'broadcast-source', 'broadcast-listeners'] as const;

/** Each program as one file, as services are deployed. */
export const bundlePrograms = async (): Promise<string> => {
  const folder = fileURLToPath(new URL('../node_modules/.cache/audioflow-bench', import.meta.url));
  await build({
    entryPoints: PROGRAMS.map((name) =>
      fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url)),
    ),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@audioflow/source'],
    external: ['node-av', 'bufferutil', 'utf-8-validate'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return folder;
};

/** Icecast as Debian ships it, but for the numbers of places. It refuses to run as root. */
const icecastConfig = (port: number, folder: string): string => {
  const owner =
    userInfo().uid === 0
      ? '<changeowner><user>nobody</user><group>nogroup</group></changeowner>'
      : '';
  return `<icecast>
  <hostname>localhost</hostname>
  <limits><clients>10000</clients><sources>2</sources><queue-size>524288</queue-size>
    <client-timeout>30</client-timeout><header-timeout>15</header-timeout><source-timeout>10</source-timeout>
    <burst-on-connect>1</burst-on-connect><burst-size>65535</burst-size></limits>
  <authentication><source-password>source</source-password><relay-password>relay</relay-password>
    <admin-user>admin</admin-user><admin-password>admin</admin-password></authentication>
  <listen-socket><port>${port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <paths><basedir>${folder}</basedir><logdir>${folder}/log</logdir><webroot>/usr/share/icecast2/web</webroot>
    <adminroot>/usr/share/icecast2/admin</adminroot></paths>
  <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>1</loglevel></logging>
  <security><chroot>0</chroot>${owner}</security>
</icecast>`;
};

interface RunningServer {
  readonly child: Child;
  readonly port: number;
  readonly ingestPort: number;
}

const startIcecast = async (folder: string): Promise<RunningServer> => {
  const port = await freePort();
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'log'), { recursive: true });
  await chmod(join(folder, 'log'), 0o777);
  const config = join(folder, 'icecast.xml');
  await writeFile(config, icecastConfig(port, folder));
  const child = startChild('icecast2', ['-c', config], 'ignore');
  await sleep(1000);
  return { child, port, ingestPort: port };
};

const startOurs = async (programs: string, flushMs: number): Promise<RunningServer> => {
  const child = startChild(process.execPath, [
    join(programs, 'broadcast-server.mjs'),
    String(flushMs),
  ]);
  const { port, ingestPort } = JSON.parse(await child.line());
  return { child, port, ingestPort };
};

const residentKb = async (pid: number): Promise<number> => {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? Number.NaN);
};

/** A server with a source, which listeners may come to again and again. */
export interface RunningStation {
  /** Lets listeners come, measures, and sends them away. */
  readonly measure: (run: BroadcastRun) => Promise<BroadcastFigures>;
  readonly end: () => Promise<void>;
}

const measure = async (
  { listeners, kind, windowSeconds }: BroadcastRun,
  pid: number,
  load: () => Child,
): Promise<BroadcastFigures> => {
  const memoryBefore = await residentKb(pid);
  const crowd = load();
  try {
    const { joinSeconds } = JSON.parse(await crowd.line());
    // Bursts are over.
    await sleep(REST_MS);
    crowd.ask('begin');
    await crowd.line();
    const began = performance.now();
    const before = await cpuSeconds(pid);
    await sleep(1000 * windowSeconds);
    const used = (await cpuSeconds(pid)) - before;
    const seconds = (performance.now() - began) / 1000;
    const memory = await residentKb(pid);
    crowd.ask('end');
    const { least, reads, closed, p50, p99 } = JSON.parse(await crowd.line());
    if (closed > 0 || least / seconds < 14_500) {
      throw new Error(`${kind}: ${closed} closed, the slowest got ${least} bytes in ${seconds} s`);
    }
    return {
      cpu: (1000 * used) / (listeners * seconds),
      memory: (memory - memoryBefore) / listeners,
      joinRate: listeners / joinSeconds,
      p50,
      p99,
      reads: reads / listeners / seconds,
    };
  } finally {
    await crowd.end();
  }
};

/** Starts a server and its source, each a process of its own. */
export const startStation = async (
  kind: BroadcastServer,
  programs: string,
): Promise<RunningStation> => {
  const folder = await mkdtemp(join(tmpdir(), 'audioflow-broadcast-'));
  const children: Child[] = [];
  const program = (name: string, ...args: readonly string[]): Child =>
    startChild(process.execPath, [join(programs, `${name}.mjs`), ...args]);
  const end = async (): Promise<void> => {
    for (const child of children) await child.end();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const server =
      kind === 'icecast' ? await startIcecast(folder) : await startOurs(programs, kind);
    children.push(server.child);
    const way = kind === 'icecast' ? 'icecast' : 'ingest';
    const source = program('broadcast-source', way, String(server.ingestPort));
    children.push(source);
    await source.line();
    return {
      measure: (run) => {
        const path = run.kind === 'ws' ? '/ws' : '/live';
        const numbers = [String(run.listeners), String(run.offered)];
        const args = [String(server.port), path, run.kind, ...numbers];
        return measure(run, server.child.pid, () => program('broadcast-listeners', ...args));
      },
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
};
