/** How often one address may do something. */
export interface RateLimits {
  /** Without a pause, in a row. */
  readonly burst: number;
  /** In the long run. */
  readonly perSecond: number;
}

/** Addresses that are remembered; beyond, the one that was longest silent is forgotten. */
const MAX_ADDRESSES = 10_000;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Makes a token bucket per address, in bounded memory.
 *
 * @returns Whether the address may do it once more, at `now` in ms.
 */
export const createRateLimiter = (
  { burst, perSecond }: RateLimits,
  maxAddresses: number = MAX_ADDRESSES,
): ((address: string, now: number) => boolean) => {
  const buckets = new Map<string, Bucket>();
  return (address, now) => {
    const bucket = buckets.get(address) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) * perSecond) / 1000);
    bucket.at = now;
    // A map keeps the order of insertion: the first is the one that was longest silent.
    buckets.delete(address);
    buckets.set(address, bucket);
    if (buckets.size > maxAddresses) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
};
