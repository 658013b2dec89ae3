import * as z from 'zod';

const device = z.object({ id: z.string(), name: z.string() });
const reason = z.object({ code: z.string(), message: z.string() });

const hello = z.object({
  type: z.literal('hello'),
  version: z.literal(1),
  mode: z.enum(['smooth', 'exact']),
  barCount: z.number(),
  /** So many of the lowest bars are the bass: it is their mean. */
  bassCount: z.number(),
  /** Where the lowest bar begins, and the highest ends, in Hz. */
  minFrequency: z.number(),
  maxFrequency: z.number(),
  /** Versions of a second, as far as the sound allows. */
  frameRate: z.number(),
  /** What the bars go up to: 1, or 1.5 in exact mode. */
  ceiling: z.number(),
  /** Whether clients may choose the device. */
  canSelect: z.boolean(),
});

const status = z.object({
  type: z.literal('status'),
  state: z.enum(['stopped', 'starting', 'running', 'retrying']),
  device: device.optional(),
  devices: z.array(device),
  /** The number of the newest version there has been. */
  seq: z.number(),
  /** Which opening of a device it is: 1 more with each. */
  epoch: z.number(),
  reason: reason.optional(),
  warning: z.string().optional(),
  attempt: z.number().optional(),
  retryMs: z.number().optional(),
});

const frame = z.object({
  type: z.literal('frame'),
  seq: z.number(),
  frequencies: z.array(z.number()),
  bass: z.number(),
  level: z.number(),
  scale: z.number(),
});

const error = z.object({ type: z.literal('error'), code: z.string(), message: z.string() });

const schema = z.discriminatedUnion('type', [hello, status, frame, error]);

/** The first message: what this service is. */
export type HelloMessage = z.output<typeof hello>;
/** What the service does; comes with each change. */
export type StatusMessage = z.output<typeof status>;
/** What the service says as text. */
export type ServerMessage = z.output<typeof schema>;

/** Reads a text of the service; undefined where it is none of those known. What is new in an object is left out. */
export const readServerMessage = (text: string): ServerMessage | undefined => {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
