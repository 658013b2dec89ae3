import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { rootDir } from './root-dir.js';

/** The specifiers that a source file imports or re-exports, types and dynamic imports included. */
export const readImports = (file: string): string[] =>
  ts
    .preProcessFile(readFileSync(join(rootDir, file), 'utf8'), true, true)
    .importedFiles.map((found) => found.fileName);
