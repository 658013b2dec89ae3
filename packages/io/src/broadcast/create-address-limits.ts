import { addressGroup } from './address-group.js';
import type { JoinRate } from './broadcast.types.js';
import type { Refusal } from './refusal.js';

/** The table of buckets is bounded: the address that was not seen for longest is forgotten first. */
const MAX_BUCKETS = 10_000;

interface Bucket {
  readonly tokens: number;
  /** When it held so many, in ms. */
  readonly at: number;
}

interface AddressLimitsOptions {
  readonly maxListenersPerAddress?: number | undefined;
  readonly joinRate?: Required<JoinRate> | undefined;
}

/** What one address may do. */
interface AddressLimits {
  /** Counts an attempt to join, and says why it fails, if so. */
  attempt(address: string): Refusal | undefined;
  /** Takes a place; the answer gives it back. */
  enter(address: string): () => void;
}

const TOO_MANY = { status: 429, code: 'limit-exceeded' } as const;

/** Makes a function that takes a token, and answers in how many seconds there is one if there is none. */
const createBuckets = ({ perSecond, burst }: Required<JoinRate>) => {
  const buckets = new Map<string, Bucket>();
  return (key: string, now: number): number => {
    const { tokens, at } = buckets.get(key) ?? { tokens: burst, at: now };
    const filled = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
    const left = filled >= 1 ? filled - 1 : filled;
    buckets.delete(key);
    buckets.set(key, { tokens: left, at: now });
    for (const oldest of buckets.keys()) {
      if (buckets.size <= MAX_BUCKETS) break;
      buckets.delete(oldest);
    }
    return filled >= 1 ? 0 : (1 - filled) / perSecond;
  };
};

const UNLIMITED: AddressLimits = { attempt: () => undefined, enter: () => () => undefined };

/** Keeps the limits of each address. The tables are bounded by `MAX_BUCKETS` and by the listeners. */
export const createAddressLimits = ({
  maxListenersPerAddress = Number.POSITIVE_INFINITY,
  joinRate,
}: AddressLimitsOptions): AddressLimits => {
  if (maxListenersPerAddress === Number.POSITIVE_INFINITY && joinRate === undefined) {
    return UNLIMITED;
  }
  const present = new Map<string, number>();
  const waitFor = joinRate && createBuckets(joinRate);

  return {
    attempt: (address) => {
      const key = addressGroup(address);
      const seconds = waitFor?.(key, performance.now()) ?? 0;
      if (seconds > 0) {
        const retryAfterSeconds = Math.ceil(seconds);
        const message = `too many attempts from this address: try again in ${retryAfterSeconds} s`;
        return { ...TOO_MANY, message, retryAfterSeconds };
      }
      if ((present.get(key) ?? 0) < maxListenersPerAddress) return undefined;
      const message = `this address has all its ${maxListenersPerAddress} places: close one first`;
      return { ...TOO_MANY, message };
    },
    enter: (address) => {
      const key = addressGroup(address);
      present.set(key, (present.get(key) ?? 0) + 1);
      return () => {
        const left = (present.get(key) ?? 1) - 1;
        if (left > 0) present.set(key, left);
        else present.delete(key);
      };
    },
  };
};
