/** Samples of all channels by their place in the stream; the newest `capacity` of them are kept. */
export interface SampleRing {
  readonly capacity: number;
  /** The place behind the newest sample. */
  readonly edge: number;
  /** Takes one plane a channel; of more than fits only the newest. */
  write(planes: readonly Float32Array[]): void;
  /** Copies from place `from` on; silence where nothing is held. */
  copy(from: number, planes: readonly Float32Array[]): void;
  /** The value at a place between samples, by the cubic of Catmull and Rom through the four around it. */
  between(channel: number, place: number): number;
}

/** Makes a ring of at most `capacity` samples a channel. */
export const createSampleRing = (channelCount: number, capacity: number): SampleRing => {
  const rings = Array.from({ length: channelCount }, () => new Float32Array(capacity));
  let edge = 0;

  const put = (ring: Float32Array, plane: Float32Array): void => {
    const from = Math.max(0, plane.length - capacity);
    const at = (edge + from) % capacity;
    const first = Math.min(plane.length - from, capacity - at);
    ring.set(plane.subarray(from, from + first), at);
    ring.set(plane.subarray(from + first), 0);
  };
  const valueAt = (ring: Float32Array, place: number): number =>
    place < 0 || place >= edge ? 0 : (ring[place % capacity] ?? 0);

  return {
    capacity,
    get edge() {
      return edge;
    },
    write: (planes) => {
      for (const [channel, ring] of rings.entries())
        put(ring, planes[channel] ?? new Float32Array(0));
      edge += planes[0]?.length ?? 0;
    },
    copy: (from, planes) => {
      for (const [channel, ring] of rings.entries()) {
        const plane = planes[channel];
        if (plane === undefined) continue;
        const length = Math.max(0, Math.min(plane.length, edge - from));
        const at = from % capacity;
        const first = Math.min(length, capacity - at);
        plane.set(ring.subarray(at, at + first));
        plane.set(ring.subarray(0, length - first), first);
        plane.fill(0, length);
      }
    },
    between: (channel, place) => {
      const ring = rings[channel];
      if (ring === undefined) return 0;
      const whole = Math.floor(place);
      const x = place - whole;
      const a = valueAt(ring, whole - 1);
      const b = valueAt(ring, whole);
      const c = valueAt(ring, whole + 1);
      const d = valueAt(ring, whole + 2);
      return b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)));
    },
  };
};
