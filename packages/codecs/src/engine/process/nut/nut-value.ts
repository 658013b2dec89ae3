const GROUP = 128;

/** A number as NUT writes it (type `v`): seven bits a byte, the highest first, all but the last marked. */
export const nutValue = (value: number): number[] => {
  const bytes = [value % GROUP];
  for (let rest = Math.floor(value / GROUP); rest > 0; rest = Math.floor(rest / GROUP)) {
    bytes.unshift((rest % GROUP) + GROUP);
  }
  return bytes;
};
