import * as z from 'zod';

/** Checks, for JavaScript users, that something is a codec descriptor. */
export const codecSchema: z.ZodObject<{ id: z.ZodString; openEncoder: z.ZodUnknown }> =
  z.looseObject({
    id: z.string('expected a codec descriptor such as mp3'),
    openEncoder: z.unknown(),
  });
