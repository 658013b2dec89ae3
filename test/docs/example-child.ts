/** The child process that runs examples, one after the other, and reports each to its parent. */
import { format } from 'node:util';
import type { Printed } from './example.types.js';

declare global {
  /** Stands in for `console.log` in the examples. */
  var printAt: (line: number) => (...values: readonly unknown[]) => void;
}

const timeLimitMs = 10_000;
const held = new Set(['TCPServerWrap', 'ProcessWrap', 'UDPWrap']);

const countHeld = (): number =>
  process.getActiveResourcesInfo().filter((name) => held.has(name)).length;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const isOurs = (line: string): boolean => !/^\s+at .*(?:node:|\/tsx\/|example-child)/.test(line);

const describeError = (error: unknown): string =>
  error instanceof Error
    ? (error.stack ?? error.message).split('\n').filter(isOurs).join('\n')
    : String(error);

/** Servers and processes of the example get half a second to go away. */
const findLeft = async (before: number): Promise<string | undefined> => {
  for (let waited = 0; countHeld() > before; waited += 10) {
    if (waited > 500) return 'leaves a server, socket or process open';
    await sleep(10);
  }
  return undefined;
};

const runExample = async (file: string): Promise<{ printed: Printed[]; failure?: string }> => {
  const printed: Printed[] = [];
  globalThis.printAt =
    (line) =>
    (...values) => {
      printed.push({ line, text: format(...values) });
    };
  const before = countHeld();
  let onStray: (error: unknown) => void = () => {};
  const stray = new Promise<string>((resolve) => {
    onStray = (error) => resolve(describeError(error));
  });
  process.on('uncaughtException', onStray).on('unhandledRejection', onStray);
  const timer = setTimeout(onStray, timeLimitMs, `not done after ${timeLimitMs} ms`);
  const whole = import(file).then(() => findLeft(before), describeError);
  const failure = await Promise.race([whole, stray]);
  clearTimeout(timer);
  process.off('uncaughtException', onStray).off('unhandledRejection', onStray);
  return failure === undefined ? { printed } : { printed, failure };
};

const send = (message: object): Promise<void> =>
  new Promise((resolve) => process.send?.(message, () => resolve()));

for (const file of process.argv.slice(2)) {
  await send({ file, outcome: await runExample(file) });
}
process.exit();
