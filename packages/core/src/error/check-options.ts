import type * as z from 'zod';
import { AudioFlowError } from './audio-flow-error.js';
import { isObject } from './is-object.js';

const show = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (isObject(value)) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
};

const at = (value: unknown, path: readonly PropertyKey[]): unknown => {
  let found = value;
  for (const key of path) found = isObject(found) ? Reflect.get(found, key) : undefined;
  return found;
};

/** Options are checked a few times in a program: to compile a parser for each schema takes longer than that. */
const INTERPRETED = { jitless: true } as const;

/**
 * Checks the options of a public function against its zod schema, before anything is subscribed.
 * Unknown keys are errors when the schema is strict.
 *
 * @param owner The public function's name: it begins the message.
 * @returns The options with the schema's defaults filled in.
 * @throws AudioFlowError `invalid-option`, naming each wrong option, what was expected and what came.
 *
 * @example
 * import { checkOptions } from '@audioflow/core';
 * import * as z from 'zod';
 * const schema = z.strictObject({ gainDb: z.number().default(0) });
 * console.log(checkOptions('louder', schema, {})); // { gainDb: 0 }
 */
export const checkOptions = <S extends z.ZodType>(
  owner: string,
  schema: S,
  value: unknown,
): z.output<S> => {
  const result = schema.safeParse(value, INTERPRETED);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = issue.path.map(String).join('.') || 'options';
    const expected = issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, '');
    const came = issue.code === 'unrecognized_keys' ? '' : `, got ${show(at(value, issue.path))}`;
    return `${name}: ${expected}${came}`;
  });
  throw new AudioFlowError('invalid-option', `${owner}: ${lines.join('; ')}`, {
    details: { owner, issues: result.error.issues },
  });
};
