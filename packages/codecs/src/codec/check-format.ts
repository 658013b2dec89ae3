import { AudioFlowError } from '@audioflow/core';
import type { PcmFormat } from '@audioflow/core/codec';
import { nearest } from './nearest.js';

/** Whole numbers from the one to the other. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The formats that a codec can encode; without `sampleRates` it takes any rate from 1 Hz on. */
export interface LegalFormats {
  readonly sampleRates?: readonly number[] | Range;
  readonly channels: readonly number[] | Range;
}

const ANY_RATE: Range = { from: 1, to: 0x7fff_ffff };

type Legal = readonly number[] | Range;

const isList = (legal: Legal): legal is readonly number[] => Array.isArray(legal);

const closest = (legal: Legal, value: number): number =>
  isList(legal)
    ? nearest(legal, value)
    : Math.min(Math.max(Math.round(value), legal.from), legal.to);

const show = (legal: Legal): string => {
  if (isList(legal)) return legal.join(', ');
  return legal.from === legal.to ? `${legal.from}` : `${legal.from} to ${legal.to}`;
};

/** A value that only some numbers are legal for, in words. */
export interface LegalValues {
  /** The field of the format, or the option, that holds the value. */
  readonly field: string;
  /** `a sample rate`. */
  readonly what: string;
  readonly legal: Legal;
  /** What to do for the nearest legal value. */
  mend(near: number): string;
}

/** Refuses a value that a codec cannot encode, naming the nearest that it can. */
export const checkLegal = (owner: string, values: LegalValues, value: number): void => {
  const { field, what, legal, mend } = values;
  const near = closest(legal, value);
  if (near === value) return;
  throw new AudioFlowError(
    'unsupported',
    `${owner}: expected ${what} of ${show(legal)}, got ${value}: nearest is ${near}, ${mend(near)}`,
    { details: { field, value, nearest: near } },
  );
};

/**
 * Refuses a format that a codec cannot encode.
 *
 * @throws AudioFlowError `unsupported`; its details name the `field`, the `value` and the `nearest` legal one.
 */
export const checkFormat = (owner: string, legal: LegalFormats, format: PcmFormat): void => {
  const { sampleRates = ANY_RATE, channels } = legal;
  const rate = {
    field: 'sampleRate',
    what: 'a sample rate',
    legal: sampleRates,
    mend: (near: number): string => `use resample(${near})`,
  };
  const count = {
    field: 'channelCount',
    what: 'a channel count',
    legal: channels,
    mend: (near: number): string => `use remix(${near})`,
  };
  checkLegal(owner, rate, format.sampleRate);
  checkLegal(owner, count, format.channelCount);
};
