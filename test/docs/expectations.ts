import type { ExampleOutcome, Printed } from './example.types.js';

const printCall = /\bconsole\.log\b/g;

/** Makes every `console.log` tell the line that it stands on, also where it is passed on as a value. */
export const instrument = (code: string): string =>
  code
    .split('\n')
    .map((line, index) => line.replace(printCall, `globalThis.printAt(${index + 1})`))
    .join('\n');

/** What the comments behind `console.log(…);` promise; `// e.g. …` promises nothing. */
export const findExpectations = (code: string): Printed[] => {
  const expected: Printed[] = [];
  let call: number | undefined;
  for (const [index, line] of code.split('\n').entries()) {
    if (line.search(printCall) >= 0) call = index + 1;
    const text = /;\s+\/\/ (.*)$/.exec(line)?.[1];
    if (call !== undefined && text !== undefined && !text.startsWith('e.g.')) {
      expected.push({ line: call, text });
    }
    if (/;\s*(?:\/\/.*)?$/.test(line)) call = undefined;
  }
  return expected;
};

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Compares what was printed with what was promised; several prints of one line are joined by a space. */
export const findMismatches = (code: string, outcome: ExampleOutcome): string[] => {
  const mismatches = outcome.failure === undefined ? [] : [outcome.failure];
  for (const { line, text } of findExpectations(code)) {
    const prints = outcome.printed.filter((printed) => printed.line === line);
    const came = squeeze(prints.map((printed) => printed.text).join(' '));
    if (came !== squeeze(text)) {
      mismatches.push(`line ${line}: expected ${text}, printed ${came || 'nothing'}`);
    }
  }
  return mismatches;
};
