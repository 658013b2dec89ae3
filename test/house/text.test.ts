import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { listFiles } from '../repository/list-files.js';
import { rootDir } from '../repository/root-dir.js';

const isText = (file: string): boolean =>
  /(?:\.(?:ts|mjs|js|json|md|ya?ml|html|css|sh)|\/run|LICENSE|\.[a-z]+rc|\.git[a-z]+)$/.test(file);

const files = listFiles().filter(isText);
const read = (file: string): string => readFileSync(join(rootDir, file), 'utf8');

const findLines = (chosen: readonly string[], pattern: RegExp): string[] =>
  chosen.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
      ),
  );

describe('text of the repository', () => {
  it('has no folders of one machine in it', () => {
    expect(findLines(files, /(?:^|[\s'"`(=:])\/(?:home|root|work|Users)\/\w/)).toEqual([]);
  });

  it('locks packages without naming a registry', () => {
    expect(findLines(['package-lock.json'], /https?:\/\/[^"]*\.tgz/)).toEqual([]);
    expect(findLines(['.npmrc'], /registry\s*=|_auth/)).toEqual([]);
  });

  it('links only to files that are there', () => {
    const pages = files.filter((file) => file.endsWith('.md'));
    const dead = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, target = '']) => ({ page, target }))
        .filter(({ target }) => !existsSync(join(rootDir, dirname(page), target))),
    );
    expect(dead).toEqual([]);
  });

  it('silences the compiler only in type tests', () => {
    const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test-d.ts'));
    expect(findLines(sources, /^\s*\/\/\s*@ts-(?:ignore|nocheck|expect-error)/)).toEqual([]);
  });

  it('keeps source files within 250 lines and tests within 400', () => {
    const long = files
      .filter((file) => /\.(?:ts|mjs|js)$/.test(file))
      .map((file) => ({ file, lines: read(file).trimEnd().split('\n').length }))
      .filter(
        ({ file, lines }) => lines > (/\.test(?:-d)?\.ts$|\/fixtures\//.test(file) ? 400 : 250),
      );
    expect(long).toEqual([]);
  });
});
