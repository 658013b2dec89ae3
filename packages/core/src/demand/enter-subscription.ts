let subscriptions = 0;

/**
 * Notes that one of our operators or sources is being subscribed. The answer tells whether another of
 * ours has been subscribed since, that is: from within.
 */
export const enterSubscription = (): (() => boolean) => {
  subscriptions += 1;
  const mine = subscriptions;
  return () => subscriptions > mine;
};
