/** Answers whether one more is within the rate: a bucket of `burst`, filled again by `perSecond`. */
export const createRateLimit = ({
  perSecond,
  burst,
}: {
  readonly perSecond: number;
  readonly burst: number;
}): ((nowMs: number) => boolean) => {
  let left = burst;
  let at: number | undefined;
  return (nowMs) => {
    left = Math.min(burst, left + ((nowMs - (at ?? nowMs)) / 1000) * perSecond);
    at = nowMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
};
