/** Goes from what was heard to what comes next without a click. */
export interface CrossFade {
  readonly length: number;
  /** What is heard fades from now on; it is asked for by `render`. */
  begin(render: (planes: readonly Float32Array[]) => void): void;
  /** Mixes what fades into planes that hold what comes next. */
  mix(planes: readonly Float32Array[]): void;
}

/** Makes a fade of `length` samples, of the shape of half a cosine. */
export const createCrossFade = (channelCount: number, length: number): CrossFade => {
  const planesOf = (): readonly Float32Array[] =>
    Array.from({ length: channelCount }, () => new Float32Array(length));
  const old = planesOf();
  const next = planesOf();
  let at = length;

  return {
    length,
    begin: (render) => {
      // A fade that is under way is part of what is heard.
      render(next);
      for (const [channel, plane] of old.entries()) plane.set(next[channel] ?? []);
      at = 0;
    },
    mix: (planes) => {
      const count = Math.min(length - at, planes[0]?.length ?? 0);
      for (const [channel, plane] of planes.entries()) {
        for (let i = 0; i < count; i += 1) {
          const share = 0.5 - 0.5 * Math.cos((Math.PI * (at + i + 0.5)) / length);
          plane[i] = share * (plane[i] ?? 0) + (1 - share) * (old[channel]?.[at + i] ?? 0);
        }
      }
      at += count;
    },
  };
};
