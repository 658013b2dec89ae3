import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { rootDir } from '../repository/root-dir.js';
import type { DocExample } from './example.types.js';
import { instrument } from './expectations.js';

/** What the compiler minds. */
export interface Complaint {
  /** The extracted file, if it is in one. */
  readonly file?: string;
  readonly text: string;
}

/** Examples as files, inside the repository so that package names resolve. */
export interface ExtractedFolder {
  /** The instrumented files, in the order of the examples. */
  readonly runnable: readonly string[];
  /** Type-checks the examples; the sources that they import are checked elsewhere. */
  check(): Complaint[];
  remove(): void;
}

const tsc = join(rootDir, 'node_modules/typescript/bin/tsc');

const compilerConfig = (extendsFile: string): string =>
  JSON.stringify({
    extends: extendsFile,
    compilerOptions: {
      noEmit: true,
      composite: false,
      declaration: false,
      declarationMap: false,
      isolatedDeclarations: false,
      moduleDetection: 'force',
      // Documentation may index without asking.
      noUncheckedIndexedAccess: false,
      noPropertyAccessFromIndexSignature: false,
    },
    include: ['./*.ts'],
  });

/** Writes each example twice: as it stands for the compiler, instrumented for the run. */
export const extractTo = (dir: string, examples: readonly DocExample[]): ExtractedFolder => {
  const nameOf = (example: DocExample): string =>
    `${example.file.replace(/[^a-zA-Z0-9]+/g, '-')}-${example.line}.ts`;
  mkdirSync(join(dir, 'run'), { recursive: true });
  for (const example of examples) {
    writeFileSync(join(dir, nameOf(example)), example.code);
    writeFileSync(join(dir, 'run', nameOf(example)), instrument(example.code));
  }
  writeFileSync(
    join(dir, 'tsconfig.json'),
    compilerConfig(relative(dir, join(rootDir, 'tsconfig.base.json'))),
  );
  const complain = (line: string): Complaint[] => {
    const found = /^(.*)\((\d+),\d+\): (.*)$/.exec(line);
    if (found === null) return [{ text: line }];
    const [, file = '', at = '', text = ''] = found;
    const name = basename(file);
    const isExample = resolve(file) === join(dir, name);
    // It may also leave out types that are plain to the reader: no implicit `any` is minded.
    return isExample && !/^error TS70\d\d:/.test(text)
      ? [{ file: join(dir, 'run', name), text: `line ${at}: ${text}` }]
      : [];
  };
  return {
    runnable: examples.map((example) => join(dir, 'run', nameOf(example))),
    check: () => {
      const args = [tsc, '-p', dir, '--pretty', 'false'];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      // Lines that begin with a space belong to the complaint above them.
      const lines = `${stdout}${stderr}`.trim().replace(/\n\s+/g, ' ').split('\n');
      return status === 0 ? [] : lines.flatMap(complain);
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
};
