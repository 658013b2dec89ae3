import { prometheusText } from '../../broadcast/index.js';
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
  of(status: MountStatus): number;
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

/** The figures of a server and of its mounts' broadcasters in the text format of Prometheus. */
export const icecastMetrics = (status: IcecastStatus): string => {
  const mounts = Object.entries(status.mounts);
  const lines = METRICS.flatMap(({ name: short, type, help, of }) => {
    const name = `audioflow_mount_${short}`;
    return [
      ...head(name, type, help),
      ...mounts.map(([mount, figures]) => line(name, { mount }, of(figures))),
    ];
  });
  const broadcasts = mounts.flatMap(([mount, { broadcast }]) =>
    broadcast === undefined ? [] : [{ labels: { mount }, status: broadcast }],
  );
  return `${[...ofServer(status), ...lines].join('\n')}\n${prometheusText(broadcasts)}`;
};
