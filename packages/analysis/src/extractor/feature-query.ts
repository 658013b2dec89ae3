import { AudioFlowError } from '@audioflow/core';
import type { ExtractorOptions, FeatureSelection } from './extractor.types.js';
import { FEATURE_NAMES } from './plan-features.js';

const NUMBERS = ['fftSize', 'hopLength', 'frameRate', 'channel'] as const;
const FEATURE_NUMBERS = {
  barCount: 'bars',
  melCount: 'mel',
  percent: 'percentileLevel',
  levels: 'quantized',
} as const;

const numberOf = (key: string, text: string): number => {
  const value = Number(text);
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return value;
  throw new AudioFlowError(
    'invalid-option',
    `${key}: expected a number, got "${text.slice(0, 40)}"`,
  );
};

/** Reads what a request asks for: `?features=bars,rms&hopLength=800&barCount=16`. */
export const optionsOfQuery = (
  query: URLSearchParams,
  defaults: ExtractorOptions,
): ExtractorOptions => {
  const options: Record<string, number> = {};
  const wanted = new Map<string, boolean | Record<string, number>>();
  for (const name of query.getAll('features').flatMap((names) => names.split(','))) {
    wanted.set(name, true);
  }
  for (const [key, text] of query) {
    const owner = Object.entries(FEATURE_NUMBERS).find(([name]) => name === key)?.[1];
    if (owner !== undefined) wanted.set(owner, { [key]: numberOf(key, text) });
    else if (NUMBERS.some((name) => name === key)) options[key] = numberOf(key, text);
    else if (key !== 'features') {
      const known = ['features', ...NUMBERS, ...Object.keys(FEATURE_NUMBERS)].join(', ');
      throw new AudioFlowError(
        'invalid-option',
        `expected of the query only ${known}; got "${key.slice(0, 40)}"`,
      );
    }
  }
  const unknown = [...wanted.keys()].find((name) => !FEATURE_NAMES.some((one) => one === name));
  if (unknown !== undefined) {
    throw new AudioFlowError(
      'invalid-option',
      `features: expected of ${FEATURE_NAMES.join(', ')}; got "${unknown.slice(0, 40)}"`,
    );
  }
  const features: FeatureSelection = Object.fromEntries(wanted);
  return { ...defaults, ...options, ...(wanted.size === 0 ? {} : { features }) };
};
