/** What pcm-worklet-code.ts has to hold. */
export declare const bundleWorklet: () => Promise<string>;
/** What pcm-worklet-code.ts holds. */
export declare const readWorklet: () => Promise<string>;
