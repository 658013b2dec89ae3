/** Bundles the page into dist/page. */
export declare const buildPage: () => Promise<void>;
