import type { BroadcastStatus, ListenerKind } from './broadcast.types.js';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** One figure of a broadcaster. */
export interface Metric {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  samples(status: BroadcastStatus): readonly Sample[];
}

const one =
  (value: (status: BroadcastStatus) => number): Metric['samples'] =>
  (status) => [[{}, value(status)]];

const ofKind = ({ listeners }: BroadcastStatus, kind: ListenerKind): number =>
  listeners.filter((listener) => listener.kind === kind).length;

/** All that is told of a broadcaster, in the order of the text. */
export const BROADCAST_METRICS: readonly Metric[] = [
  {
    name: 'live',
    type: 'gauge',
    help: 'Whether a programme is on.',
    samples: one(({ state }) => (state === 'live' ? 1 : 0)),
  },
  {
    name: 'listeners',
    type: 'gauge',
    help: 'Listeners at this moment.',
    samples: (status) =>
      (['http', 'websocket'] as const).map((kind) => [{ kind }, ofKind(status, kind)]),
  },
  {
    name: 'listeners_peak',
    type: 'gauge',
    help: 'Most listeners at once since the start.',
    samples: one(({ peakListeners }) => peakListeners),
  },
  {
    name: 'queued_bytes',
    type: 'gauge',
    help: 'Bytes that wait in this process, over all listeners.',
    samples: one(({ listeners }) => listeners.reduce((sum, each) => sum + each.queuedBytes, 0)),
  },
  {
    name: 'lag_seconds_max',
    type: 'gauge',
    help: 'Lag of the listener that is furthest behind.',
    samples: one(({ listeners }) => listeners.reduce((m, each) => Math.max(m, each.lagSeconds), 0)),
  },
  {
    name: 'uptime_seconds',
    type: 'gauge',
    help: 'Time since the start.',
    samples: one(({ uptimeSeconds }) => uptimeSeconds),
  },
  {
    name: 'programmes_total',
    type: 'counter',
    help: 'Programmes begun.',
    samples: one(({ programmes }) => programmes),
  },
  {
    name: 'joined_total',
    type: 'counter',
    help: 'Listeners that joined.',
    samples: one(({ joined }) => joined),
  },
  {
    name: 'left_total',
    type: 'counter',
    help: 'Listeners that left, by reason.',
    samples: ({ left }) => Object.entries(left).map(([reason, count]) => [{ reason }, count]),
  },
  {
    name: 'dropped_total',
    type: 'counter',
    help: 'Listeners that were reset.',
    samples: one(({ dropped }) => dropped),
  },
  {
    name: 'refused_total',
    type: 'counter',
    help: 'Requests that were refused.',
    samples: one(({ refused }) => refused),
  },
  {
    name: 'skipped_blocks_total',
    type: 'counter',
    help: 'Blocks left out for slow listeners.',
    samples: one(({ skippedBlocks }) => skippedBlocks),
  },
  {
    name: 'audio_seconds_total',
    type: 'counter',
    help: 'Playing time streamed.',
    samples: one(({ secondsSent }) => secondsSent),
  },
  {
    name: 'audio_bytes_total',
    type: 'counter',
    help: 'Bytes streamed, counted once.',
    samples: one(({ bytesStreamed }) => bytesStreamed),
  },
  {
    name: 'sent_bytes_total',
    type: 'counter',
    help: 'Bytes of audio handed to listeners, counted for each.',
    samples: one(({ bytesSent }) => bytesSent),
  },
];
