import { InvalidArgumentError } from 'commander';
import { within } from './within.js';

/** Reads a whole number of the command line. */
export const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = within(least, most)(text);
    if (Number.isInteger(value)) return value;
    throw new InvalidArgumentError('expected a whole number.');
  };
