import { isObject } from '../error/index.js';
/** Figures of one operator, published when it ends and when it starts or stops holding its source. */
export interface OperatorFigures {
  readonly operator: string;
  readonly event: 'hold' | 'release' | 'end';
  /** Items taken. */
  readonly in: number;
  /** Items put out. */
  readonly out: number;
  /** Items waiting. */
  readonly queue: number;
  /** Items dropped by a stated policy. */
  readonly dropped: number;
  /** How long it has held its source in all, in ms. */
  readonly heldMs: number;
}

/** Something that works, but not as its user means. */
export interface DiagnosticWarning {
  readonly operator: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

interface ChannelModule {
  channel(name: string): Channel;
}

const silent: Channel = { hasSubscribers: false, publish: () => {} };

const isChannelModule = (value: unknown): value is ChannelModule =>
  isObject(value) && 'channel' in value && typeof value.channel === 'function';

/** node:diagnostics_channel without an import, so that browsers bundle this file as it is. */
const openChannel = (name: string): Channel => {
  const host: { process?: { getBuiltinModule?: (id: string) => unknown } } = globalThis;
  const found = host.process?.getBuiltinModule?.('node:diagnostics_channel');
  return isChannelModule(found) ? found.channel(name) : silent;
};

const operators = openChannel('audioflow:operator');
const warnings = openChannel('audioflow:warning');

/**
 * What audioflow tells about itself, in the shape of `node:diagnostics_channel`; a no-op in browsers.
 * Subscribe to the channels `audioflow:operator` ({@link OperatorFigures}) and `audioflow:warning`
 * ({@link DiagnosticWarning}). Nothing is computed while nobody listens.
 *
 * @example
 * import { subscribe, unsubscribe } from 'node:diagnostics_channel';
 * import { diagnostics } from '@audioflow/core';
 * const show = (warning) => console.log(warning.message);
 * subscribe('audioflow:warning', show);
 * diagnostics.warn({ operator: 'mine', message: 'the tank is half empty' }); // the tank is half empty
 * unsubscribe('audioflow:warning', show);
 */
export const diagnostics: {
  /** Whether somebody listens to operator figures. */
  readonly active: boolean;
  figures(figures: OperatorFigures): void;
  warn(warning: DiagnosticWarning): void;
} = {
  get active() {
    return operators.hasSubscribers;
  },
  figures: (figures) => {
    if (operators.hasSubscribers) operators.publish(figures);
  },
  warn: (warning) => {
    if (warnings.hasSubscribers) warnings.publish(warning);
  },
};
