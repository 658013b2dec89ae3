/** Samples of a render quantum of Web Audio. */
export const QUANTUM = 128;
/** Quanta that the ring holds: 1.4 s at 48 kHz. */
export const SLOTS = 512;

/** Memory that the audio thread writes and the analysis reads. */
export interface RingMemory {
  /** [0]: quanta written, modulo 2^32. */
  readonly control: Int32Array;
  /** For each slot: its place on the time line of the context, in samples, and the ms since the epoch at which it was written. */
  readonly times: Float64Array;
  readonly samples: Float32Array;
}

const CONTROL_BYTES = 16;
const TIMES_BYTES = 16 * SLOTS;

/** Bytes of a ring. */
export const RING_BYTES: number = CONTROL_BYTES + TIMES_BYTES + 4 * QUANTUM * SLOTS;

/** Views of the memory of a ring. */
export const viewRing = (memory: ArrayBufferLike): RingMemory => ({
  control: new Int32Array(memory, 0, 1),
  times: new Float64Array(memory, CONTROL_BYTES, 2 * SLOTS),
  samples: new Float32Array(memory, CONTROL_BYTES + TIMES_BYTES, QUANTUM * SLOTS),
});

/** Takes the quanta that came since the last time; when the reader has been away too long, the newest quarter of them. */
export const createRingReader = ({ control, times, samples }: RingMemory) => {
  let read = Atomics.load(control, 0);
  return {
    written: (): number => Atomics.load(control, 0),
    /** Leaves out what is there. */
    skip: (): void => {
      read = Atomics.load(control, 0);
    },
    drain: (take: (quantum: Float32Array, pts: number, writtenAt: number) => void): void => {
      const written = Atomics.load(control, 0);
      if ((written - read) >>> 0 > SLOTS - 8) read = (written - SLOTS / 4) | 0;
      for (; read !== written; read = (read + 1) | 0) {
        const slot = (read >>> 0) % SLOTS;
        const quantum = samples.slice(slot * QUANTUM, (slot + 1) * QUANTUM);
        take(quantum, times[2 * slot] ?? 0, times[2 * slot + 1] ?? 0);
      }
    },
  };
};
