import type { Packet } from '@audioflow/core';

/** The samples that a packet says to drop. */
type Trims = Pick<Packet, 'trimStart' | 'trimEnd'>;

const problemOf = (name: string, value: number | undefined): string | undefined => {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return undefined;
  return `expected a whole number of samples, 0 or more, as ${name}, got ${value}`;
};

/**
 * What is wrong with the trims of a packet, for decoders to refuse it by their policy; undefined if
 * nothing is.
 *
 * A length that is no whole number of samples would go on into the pts of all that follows. More than
 * the packet holds is no fault: it decodes to nothing then.
 *
 * @example
 * import { trimProblem } from '@audioflow/codecs/engine';
 * console.log(trimProblem({ trimStart: 1105 }), trimProblem({}));
 * // undefined undefined
 * console.log(trimProblem({ trimEnd: -1 }));
 * // expected a whole number of samples, 0 or more, as trimEnd, got -1
 */
export const trimProblem = ({ trimStart, trimEnd }: Trims): string | undefined =>
  problemOf('trimStart', trimStart) ?? problemOf('trimEnd', trimEnd);
