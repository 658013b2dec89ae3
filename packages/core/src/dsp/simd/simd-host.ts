import { decodeHex } from './decode-hex.js';
import { SIMD_CODE } from './simd-code.js';
import { SIMD_REGIONS } from './simd-regions.js';

type Kernel = (...args: readonly number[]) => unknown;

/** A plan, and where it was put last. Whoever has one owns it: when it goes, so does the plan. */
export interface SimdPlan {
  readonly image: Uint8Array;
  place: number;
  /** Which filling of the region it belongs to; 0 for none. */
  filling: number;
}

/** The kernels of packages/core/wasm and their memory: one for each thread, made with the first use. */
export interface SimdHost {
  /** The memory, as numbers. */
  readonly floats: Float32Array;
  /** See packages/core/wasm/frames.ts. */
  readonly frames: Kernel;
  /** See packages/core/wasm/real.ts. */
  readonly real: Kernel;
  /** Puts a plan into the memory, unless it is there, and answers where. */
  settle(plan: SimdPlan): number;
}

const isKernel = (value: unknown): value is Kernel => typeof value === 'function';

const start = (): SimdHost | undefined => {
  // Where there is no SIMD the module is not valid; where a policy forbids WebAssembly it is not compiled. Both throw.
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(decodeHex(SIMD_CODE)));
    const { memory, frames, real } = exports;
    if (!(memory instanceof WebAssembly.Memory) || !isKernel(frames) || !isKernel(real)) return;
    const bytes = new Uint8Array(memory.buffer);
    let filling = 1;
    let next: number = SIMD_REGIONS.plans;
    return {
      floats: new Float32Array(memory.buffer),
      frames,
      real,
      settle: (plan): number => {
        if (plan.filling === filling) return plan.place;
        const length = (plan.image.length + 15) & ~15;
        if (next + length > SIMD_REGIONS.input) {
          filling += 1;
          next = SIMD_REGIONS.plans;
        }
        bytes.set(plan.image, next);
        plan.place = next;
        plan.filling = filling;
        next += length;
        return plan.place;
      },
    };
  } catch {
    return undefined;
  }
};

let host: SimdHost | undefined | null = null;

/** The kernels; undefined where the runtime has no WebAssembly with SIMD, or may not compile it. Tried once. */
export const simdHost = (): SimdHost | undefined => {
  if (host === null) host = start();
  return host;
};
