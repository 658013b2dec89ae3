import type { IcecastStatus, MountStatus } from './icecast-server.types.js';

type Label = Readonly<Record<string, string>>;

const escapeLabel = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const line = (name: string, labels: Label, value: number): string => {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeLabel(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
};

interface Metric {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  of(status: MountStatus): number | undefined;
}

const METRICS: readonly Metric[] = [
  {
    name: 'playing',
    type: 'gauge',
    help: '1 while a source, a fallback or another mount plays.',
    of: ({ playing }) => (playing === 'nothing' ? 0 : 1),
  },
  {
    name: 'source',
    type: 'gauge',
    help: '1 while a source is on the air.',
    of: ({ source }) => (source === undefined ? 0 : 1),
  },
  {
    name: 'sources_total',
    type: 'counter',
    help: 'Sources that have been on the air.',
    of: ({ sources }) => sources,
  },
  {
    name: 'listeners',
    type: 'gauge',
    help: 'Listeners now.',
    of: ({ broadcast }) => broadcast?.listeners.length,
  },
  {
    name: 'joined_total',
    type: 'counter',
    help: 'Listeners that have joined.',
    of: ({ broadcast }) => broadcast?.joined,
  },
  {
    name: 'dropped_total',
    type: 'counter',
    help: 'Listeners dropped by the server.',
    of: ({ broadcast }) => broadcast?.dropped,
  },
  {
    name: 'refused_total',
    type: 'counter',
    help: 'Listeners refused.',
    of: ({ broadcast }) => broadcast?.refused,
  },
  {
    name: 'seconds_total',
    type: 'counter',
    help: 'Playing time streamed.',
    of: ({ broadcast }) => broadcast?.secondsSent,
  },
  {
    name: 'streamed_bytes_total',
    type: 'counter',
    help: 'Bytes streamed, counted once.',
    of: ({ broadcast }) => broadcast?.bytesStreamed,
  },
  {
    name: 'sent_bytes_total',
    type: 'counter',
    help: 'Bytes handed to listeners, counted for each.',
    of: ({ broadcast }) => broadcast?.bytesSent,
  },
];

const head = (name: string, type: string, help: string): readonly string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
];

const ofServer = (status: IcecastStatus): readonly string[] => [
  ...head('audioflow_uptime_seconds', 'gauge', 'Since the server began.'),
  line('audioflow_uptime_seconds', {}, status.uptimeSeconds),
  ...head('audioflow_connections', 'gauge', 'Open connections.'),
  line('audioflow_connections', {}, status.connections),
  ...head('audioflow_connections_total', 'counter', 'Connections accepted.'),
  line('audioflow_connections_total', {}, status.accepted),
  ...head('audioflow_refused_total', 'counter', 'Requests refused, by HTTP status; 0: unanswered.'),
  ...Object.entries(status.refused).map(([code, count]) =>
    line('audioflow_refused_total', { status: code }, count),
  ),
];

/** The figures of a server in the text format of Prometheus. */
export const icecastMetrics = (status: IcecastStatus): string => {
  const mounts = Object.entries(status.mounts);
  const lines = METRICS.flatMap(({ name: short, type, help, of }) => {
    const name = `audioflow_mount_${short}`;
    const values = mounts.flatMap(([path, mount]) => {
      const value = of(mount);
      return value === undefined ? [] : [line(name, { mount: path }, value)];
    });
    return values.length === 0 ? [] : [...head(name, type, help), ...values];
  });
  return `${[...ofServer(status), ...lines].join('\n')}\n`;
};
