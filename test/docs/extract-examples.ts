import type { DocExample } from './example.types.js';

const fence = /^\s*```/;

/** Pads the code so that its lines keep the numbers that they have in their file. */
const toExample = (file: string, first: number, lines: readonly string[]): DocExample => ({
  file,
  line: first,
  code: `${'\n'.repeat(first - 1)}${lines.join('\n')}\n`,
});

/** Takes the code of each `@example` out of the docblocks of a source file. */
export const extractDocblockExamples = (file: string, text: string): DocExample[] => {
  const examples: DocExample[] = [];
  let code: string[] | undefined;
  let inDocblock = false;
  const close = (end: number): void => {
    if (code === undefined) return;
    examples.push(toExample(file, end - code.length, code));
    code = undefined;
  };
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1;
    if (/^\s*\/\*\*/.test(line)) inDocblock = true;
    if (!inDocblock) continue;
    const body = line.replace(/^\s*\*(?: |(?=$))/, '');
    const ends = line.includes('*/');
    if (ends || /^@\w/.test(body)) close(number);
    if (/^@example\b/.test(body)) code = [];
    else if (!ends) code?.push(fence.test(body) ? '' : body);
    if (ends) inDocblock = false;
  }
  return examples;
};

/** Takes the code of each fence that is marked `ts run` out of a Markdown page. */
export const extractMarkdownExamples = (file: string, text: string): DocExample[] => {
  const examples: DocExample[] = [];
  let code: string[] | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (code === undefined) {
      if (/^```ts run\s*$/.test(line)) code = [];
    } else if (fence.test(line)) {
      examples.push(toExample(file, index + 1 - code.length, code));
      code = undefined;
    } else code.push(line);
  }
  return examples;
};
