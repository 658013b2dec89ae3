/** Radices in the order of the passes: odd ones first, eights last, where twiddles cost nothing. */
export const factorise = (size: number): number[] => {
  const radices: number[] = [];
  let rest = size;
  for (const radix of [5, 3]) {
    while (rest % radix === 0) {
      radices.push(radix);
      rest /= radix;
    }
  }
  let twos = Math.round(Math.log2(rest));
  const eights: number[] = [];
  // 16 is 4 x 4 rather than 2 x 8.
  while (twos >= 3 && twos !== 4) {
    eights.push(8);
    twos -= 3;
  }
  for (; twos >= 2; twos -= 2) radices.push(4);
  if (twos === 1) radices.push(2);
  return [...radices, ...eights];
};
