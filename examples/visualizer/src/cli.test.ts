import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { startProgram } from '../../../test/browser/start-program.js';

const file = fileURLToPath(new URL('./cli.ts', import.meta.url));

it.each([
  [
    '--port=nope',
    "option '--port <port>' argument 'nope' is invalid. expected a number from 0 to 65535.",
  ],
  ['--station=nope', "option '--station <url>' argument 'nope' is invalid. expected an address."],
  ['--run-for=', "option '--run-for <seconds>' argument '' is invalid. expected a number"],
  ['--nope', "unknown option '--nope'"],
])('the command line of the visualizer names what is wrong with %s', async (arg, message) => {
  const program = startProgram({ file }, [arg]);
  expect(await program.exited).toBe(1);
  expect(program.output()).toContain(message);
  expect(program.output()).not.toContain('    at ');
});
