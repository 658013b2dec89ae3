import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from './root-dir.js';

const generated = new Set(['node_modules', 'dist', 'coverage', '.git', '.turbo', '.extracted']);

/** Files below a folder, without what is installed or built; paths relative to the top folder. */
export const listFiles = (folder = '.'): string[] =>
  readdirSync(join(rootDir, folder), { withFileTypes: true })
    .flatMap((entry) => {
      if (generated.has(entry.name)) return [];
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? listFiles(path) : [path];
    })
    .sort();
