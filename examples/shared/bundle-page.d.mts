/** Bundles the page of an example, `page/index.html`, `main.ts` and `style.css`, into its `dist/page`. The URL is that of a file in its folder. */
export declare const bundlePage: (example: string) => Promise<void>;
