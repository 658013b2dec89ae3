import { resolve } from 'node:path';

/** The repository's top folder. */
export const rootDir = resolve(import.meta.dirname, '../..');
