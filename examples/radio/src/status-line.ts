import type { MountStatus } from '@audioflow/io/icecast';
import { createLogUpdate } from 'log-update';

const LIVE_MS = 250;
const PLAIN_MS = 5000;

const clock = (seconds: number): string =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');

/** One line about a station; `driftMs` is how late the sender's packets leave. */
export const describeStation = (status: MountStatus, driftMs: number | undefined): string => {
  const { broadcast, playing, title } = status;
  const count = broadcast?.listeners.length ?? 0;
  return [
    playing === 'nothing' ? 'waiting for a programme' : 'on air',
    ...(title === undefined ? [] : [title]),
    `${count} ${count === 1 ? 'listener' : 'listeners'}`,
    `${Math.round((broadcast?.measuredBitrate ?? 0) / 1000)} kbit/s`,
    `${clock(broadcast?.secondsSent ?? 0)} sent`,
    ...(driftMs === undefined ? [] : [`drift ${(driftMs / 1000).toFixed(2)} s`]),
    `${broadcast?.dropped ?? 0} dropped`,
  ].join(' | ');
};

/** One line about a sender. */
export const describeSender = (figures: { driftMs: number; seconds: number }): string =>
  `${clock(figures.seconds)} sent | drift ${(figures.driftMs / 1000).toFixed(2)} s`;

/**
 * Shows a line that keeps changing: in place on a terminal, as a plain line every 5 s elsewhere.
 *
 * @returns What ends it.
 */
export const showStatus = (line: () => string, out: NodeJS.WriteStream): (() => void) => {
  if (!out.isTTY) {
    const timer = setInterval(() => out.write(`${line()}\n`), PLAIN_MS);
    return () => clearInterval(timer);
  }
  const update = createLogUpdate(out);
  const timer = setInterval(() => update(line()), LIVE_MS);
  return () => {
    clearInterval(timer);
    update.done();
  };
};
