import { bundlePage } from '@audioflow/example-shared/bundle-page';

/** Bundles the page into dist/page. */
export const buildPage = () => bundlePage(import.meta.url);
