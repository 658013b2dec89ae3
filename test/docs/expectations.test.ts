import { describe, expect, it } from '@jest/globals';
import { findExpectations, findMismatches, instrument } from './expectations.js';

const printed = (line: number, ...texts: readonly string[]) => ({
  printed: texts.map((text) => ({ line, text })),
});

describe('instrument', () => {
  it('marks each call and each mention with its line', () => {
    expect(instrument('a();\nx.subscribe(console.log);')).toBe(
      'a();\nx.subscribe(globalThis.printAt(2));',
    );
  });
});

describe('findExpectations', () => {
  it('reads the comment behind the statement, also where the statement spans lines', () => {
    expect(findExpectations('console.log(1); // 1\nconsole.log(\n  2,\n); // 2')).toEqual([
      { line: 1, text: '1' },
      { line: 2, text: '2' },
    ]);
  });

  it('takes no comment of another statement, nor one that begins with e.g.', () => {
    const code = "console.log('x');\nconst y = 1; // one\nconsole.log(y); // e.g. 7";
    expect(findExpectations(code)).toEqual([]);
  });
});

describe('findMismatches', () => {
  it('is content with the same text but for white space', () => {
    expect(findMismatches('console.log(o); // { a: 1 }', printed(1, '{\n  a: 1\n}'))).toEqual([]);
  });

  it('joins what one line prints in turn', () => {
    expect(findMismatches('s.subscribe(console.log); // 1 2', printed(1, '1', '2'))).toEqual([]);
  });

  it('names line, promise and print where they differ', () => {
    expect(findMismatches('\nconsole.log(3); // 4', printed(2, '3'))).toEqual([
      'line 2: expected 4, printed 3',
    ]);
  });

  it('fails where nothing was printed, and where the example failed', () => {
    expect(findMismatches('console.log(3); // 3', { printed: [], failure: 'Error: x' })).toEqual([
      'Error: x',
      'line 1: expected 3, printed nothing',
    ]);
  });
});
