import { subscribe } from 'node:diagnostics_channel';
import { createChildSession } from './child-session.js';
import type { SentWarning, ToChild } from './fork-messages.js';

/** The program of the forked process: it serves the process that made it, and ends with it. */
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isMessage = (value: unknown): value is ToChild => isObject(value) && 'type' in value;
const isWarning = (value: unknown): value is SentWarning =>
  isObject(value) && 'operator' in value && 'message' in value;

const session = createChildSession((message) => process.send?.(message, undefined, {}, () => {}));

subscribe('audioflow:warning', (warning) => {
  if (isWarning(warning)) session.warn(warning);
});
process.on('message', (message: unknown) => {
  if (isMessage(message)) session.handle(message);
});
process.on('disconnect', () => process.exit(0));
// A service manager signals the whole group: the parent may have a queue to drain yet.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
