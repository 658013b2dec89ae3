import { describe, expect, it } from '@jest/globals';
import { extractDocblockExamples, extractMarkdownExamples } from './extract-examples.js';

describe('extractDocblockExamples', () => {
  it('keeps the lines where they stand and stops at the next tag', () => {
    const text = [
      '/**',
      ' * Doubles.',
      ' * @example',
      ' * const a = 1;',
      ' *',
      ' * console.log(a); // 1',
      ' * @returns twice',
      ' */',
      'const x = 1;',
    ].join('\n');
    const [example, ...more] = extractDocblockExamples('a.ts', text);
    expect(more).toEqual([]);
    expect(example).toEqual({
      file: 'a.ts',
      line: 4,
      code: '\n\n\nconst a = 1;\n\nconsole.log(a); // 1\n',
    });
  });

  it('finds several in one docblock and drops fences', () => {
    const text = '/**\n * @example\n * ```ts\n * one();\n * ```\n * @example\n * two();\n */\n';
    expect(extractDocblockExamples('a.ts', text).map((found) => found.code.trim())).toEqual([
      'one();',
      'two();',
    ]);
  });

  it('ignores comments that are no docblocks', () => {
    expect(extractDocblockExamples('a.ts', '// @example\n// no();\n')).toEqual([]);
  });
});

describe('extractMarkdownExamples', () => {
  it('takes only the fences marked to run', () => {
    const text = '# T\n```ts\nno();\n```\n\n```ts run\nyes();\n```\n';
    expect(extractMarkdownExamples('a.md', text)).toEqual([
      { file: 'a.md', line: 7, code: '\n\n\n\n\n\nyes();\n' },
    ]);
  });
});
