import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { BroadcastStatus } from './broadcast.types.js';
import { BROADCAST_METRICS } from './broadcast-metrics.js';

/** One broadcaster among those that are shown together. */
export interface LabelledStatus {
  /** Such as `{ mount: '/live' }`; names of letters, digits and `_`, values of any text. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly status: BroadcastStatus;
}

/** Prometheus text format 0.0.4: backslash, line feed and quote are escaped. */
const escapeValue = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

const labelText = (labels: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
};

/** `kind` and `reason` are labels of ours; names with `__` belong to Prometheus. */
const LABEL_NAME = /^(?!__|kind$|reason$)[A-Za-z_][A-Za-z0-9_]*$/;

const labelsSchema = z.record(
  z.string().regex(LABEL_NAME, 'expected a label of letters, digits and _, not kind or reason'),
  z.string(),
);

/**
 * Shows broadcasters in the text format of Prometheus, to be served as `text/plain; version=0.0.4`.
 *
 * Each figure of `status()` is one metric, `audioflow_broadcast_` and its name, with a HELP and a TYPE
 * line; several broadcasters are told apart by their labels. `docs/broadcast.md` lists them.
 *
 * @throws AudioFlowError `invalid-option` for labels that Prometheus does not take.
 *
 * @example
 * import { broadcaster, prometheusText } from '@audioflow/io';
 * const radio = broadcaster({ codec: 'mp3', sampleRate: 44100, channelCount: 2 });
 * const text = prometheusText([{ labels: { mount: '/live' }, status: radio.status() }]);
 * console.log(text.split('\n')[2]); // audioflow_broadcast_live{mount="/live"} 0
 * await radio.close();
 */
export const prometheusText = (stations: readonly LabelledStatus[]): string => {
  const named = stations.map(({ labels = {}, status }) => ({
    labels: checkOptions('prometheusText', labelsSchema, labels),
    status,
  }));
  const lines = BROADCAST_METRICS.flatMap(({ name, type, help, samples }) => {
    const full = `audioflow_broadcast_${name}`;
    const values = named.flatMap(({ labels, status }) =>
      samples(status).map(([own, value]) => `${full}${labelText({ ...labels, ...own })} ${value}`),
    );
    return [`# HELP ${full} ${help}`, `# TYPE ${full} ${type}`, ...values];
  });
  return `${lines.join('\n')}\n`;
};
