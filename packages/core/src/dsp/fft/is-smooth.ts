/** Whether 2, 3 and 5 are the only primes of `size`. */
export const isSmooth = (size: number): boolean => {
  let rest = size;
  for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
  return rest === 1;
};
