import { resolve } from 'node:path';

/** The repository's top folder. */
export const rootDir: string = resolve(import.meta.dirname, '../..');
