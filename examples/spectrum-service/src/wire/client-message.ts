import * as z from 'zod';
import { FORMATS, MAX_RATE, MIN_RATE } from './protocol.js';

const schema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('subscribe'),
    rate: z.number().min(MIN_RATE).max(MAX_RATE).default(MAX_RATE),
    format: z.enum(FORMATS).default('u8'),
  }),
  z.strictObject({ type: z.literal('unsubscribe') }),
  z.strictObject({ type: z.literal('refresh') }),
  z.strictObject({ type: z.literal('select'), device: z.string().max(256) }),
]);

/** What clients say. */
export type ClientMessage = z.output<typeof schema>;

/** A message that can be acted upon, or what is wrong with it. */
export type ReadMessage =
  | { readonly message: ClientMessage }
  | { readonly message?: undefined; readonly wrong: string };

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Reads a text of a client. */
export const readClientMessage = (text: string): ReadMessage => {
  const result = schema.safeParse(parse(text));
  if (result.success) return { message: result.data };
  const [issue] = result.error.issues;
  const at = issue?.path.join('.') ?? '';
  const wrong = `${at === '' ? 'message' : at}: ${issue?.message ?? 'expected a message'}`;
  return { wrong };
};
