/** What simd-code.ts has to hold. */
export declare const compileSimd: () => Promise<string>;
/** What simd-code.ts holds. */
export declare const readSimd: () => Promise<string>;
