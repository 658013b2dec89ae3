import { basename } from 'node:path';
import type { Analysis } from './analyze.js';

const pad = (value: number): string => `${Math.floor(value)}`.padStart(2, '0');
const writeTime = (seconds: number): string =>
  seconds < 60
    ? `${seconds.toFixed(2)} s`
    : `${seconds >= 3600 ? `${Math.floor(seconds / 3600)}:` : ''}${pad((seconds / 60) % 60)}:${pad(seconds % 60)}`;
const show = (value: number | null, unit: string): string =>
  value === null ? '-' : `${value.toFixed(1)} ${unit}`;
const percent = (part: number): string => `${Math.round(100 * part)} %`;

const columns: readonly (readonly [string, (analysis: Analysis) => string])[] = [
  ['file', ({ input }) => basename(input)],
  ['length', ({ seconds }) => writeTime(seconds)],
  ['format', ({ info }) => `${info.codec} ${info.sampleRate} Hz ${info.channelCount} ch`],
  ['loudness', ({ loudness }) => show(loudness.integrated, 'LUFS')],
  ['range', ({ loudness }) => show(loudness.range, 'LU')],
  ['true peak', ({ loudness }) => show(loudness.truePeak, 'dBTP')],
  ['tempo', ({ tempo }) => show(tempo, 'BPM')],
  ['key', ({ key }) => (key ? `${key.name} (${key.confidence.toFixed(2)})` : '-')],
  [
    'pitch',
    ({ pitch }) =>
      pitch ? `${pitch.low.toFixed(0)}-${pitch.high.toFixed(0)} Hz, ${percent(pitch.voiced)}` : '-',
  ],
];

/** Lines of a table, one for each file and one above them. */
export const showTable = (analyses: readonly Analysis[]): string[] => {
  const cells = columns.map(([head, write]) => [head, ...analyses.map(write)]);
  const widths = cells.map((column) => Math.max(...column.map((text) => text.length)));
  return [-1, ...analyses.keys()].map((row) =>
    cells
      .map((column, index) => (column[row + 1] ?? '').padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};
