import { fileURLToPath } from 'node:url';
import { type Program, startProgram } from './start-program.js';

const file = fileURLToPath(new URL('../../examples/radio/src/cli.ts', import.meta.url));
const HIDE = new URL('../../packages/codecs/src/fixtures/hide-node-av.mjs', import.meta.url).href;

/** A radio process, started as a user starts it. */
export type Radio = Program;

/** Starts the radio's command line from source. */
export const startRadio = (...args: readonly string[]): Radio => startProgram({ file }, args);

/** As `startRadio`, on a machine that has neither node-av nor any ffmpeg. */
export const startRadioWithoutEngines = (...args: readonly string[]): Radio =>
  startProgram({ file, nodeArgs: [`--import=${HIDE}`], env: { PATH: '', FFMPEG_PATH: '' } }, args);

/** The address that a starting radio prints. */
export const addressOf = async (radio: Radio): Promise<string> =>
  (await radio.saw(/Listen at (http\S+)/))[1] ?? '';
