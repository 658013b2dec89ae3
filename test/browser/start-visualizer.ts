import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../examples/visualizer/src/cli.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

/** The visualizer's pages, served as a user would have them. */
export interface ServedVisualizer {
  readonly url: string;
  end(): Promise<void>;
}

/** Starts the visualizer's command line from source on any port. */
export const startVisualizer = async (...args: readonly string[]): Promise<ServedVisualizer> => {
  const child = spawn(
    process.execPath,
    ['--conditions=@audioflow/source', `--import=${TSX}`, CLI, '--port', '0', ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const exited = once(child, 'close');
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    const take = (part: Buffer): void => {
      text += part.toString();
      const found = /Look at (http\S+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    void exited.then(() => reject(new Error(`the visualizer ended before it served:\n${text}`)));
  });
  return {
    url,
    end: async () => {
      child.kill();
      await exited;
    },
  };
};
