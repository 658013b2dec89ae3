import { fileURLToPath } from 'node:url';
import { type Program, startProgram } from './start-program.js';

const file = fileURLToPath(new URL('../../examples/visualizer/src/cli.ts', import.meta.url));

/** The visualizer's pages, served as a user would have them. */
export interface ServedVisualizer extends Pick<Program, 'end'> {
  readonly url: string;
}

/** Starts the visualizer's command line from source on any port. */
export const startVisualizer = async (...args: readonly string[]): Promise<ServedVisualizer> => {
  const { saw, end } = startProgram({ file }, ['--port', '0', ...args]);
  const [, url = ''] = await saw(/Look at (http\S+)/);
  return { url, end };
};
