import { fileURLToPath } from 'node:url';
import { type Program, startProgram } from './start-program.js';

const file = fileURLToPath(new URL('../../examples/spectrum-service/src/cli.ts', import.meta.url));

/** Starts the spectrum service's command line from source. */
export const startSpectrum = (...args: readonly string[]): Program => startProgram({ file }, args);

/** The address that a starting service prints. */
export const pageOf = async (service: Program): Promise<string> =>
  (await service.saw(/Look at (http\S+)/))[1] ?? '';
