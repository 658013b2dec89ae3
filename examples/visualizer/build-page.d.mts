/** Bundles the pages into dist; nothing is asked of any network. */
export declare const buildPage: () => Promise<unknown>;
