import { buildPage } from './build-page.mjs';

await buildPage();
