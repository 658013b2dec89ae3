import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { startProgram } from '../../../test/browser/start-program.js';

const file = fileURLToPath(new URL('./cli.ts', import.meta.url));

it.each([
  ['--port=nope', '--port: expected a number from 0 to 65535, got "nope"'],
  ['--station=nope', '--station: expected an address, got "nope"'],
  ['--run-for=', '--run-for: expected a number'],
  ['--nope', "Unknown option '--nope'"],
])('the command line of the visualizer names what is wrong with %s', async (arg, message) => {
  const program = startProgram({ file }, [arg]);
  expect(await program.exited).toBe(1);
  expect(program.output()).toContain(message);
  expect(program.output()).not.toContain('    at ');
});
