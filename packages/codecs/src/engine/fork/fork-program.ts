import { AudioFlowError } from '@audioflow/core';
import { nodeModules } from '../child/node-modules.js';

/** The program to fork, and what Node must be told to run it. */
export interface ForkProgram {
  readonly path: string;
  readonly execArgv: readonly string[];
}

const unavailable = (text: string): AudioFlowError =>
  new AudioFlowError('unavailable', `fork engine: ${text}`, { details: { engine: 'fork' } });

/** From sources the child is TypeScript: it needs the loader that the program's own tools bring. */
const fromSource = (path: string, here: string): ForkProgram => {
  const { module, url } = nodeModules;
  try {
    const loader = url.pathToFileURL(module.createRequire(here).resolve('tsx')).href;
    return { path, execArgv: ['--conditions=@audioflow/source', `--import=${loader}`] };
  } catch (cause) {
    throw new AudioFlowError(
      'unavailable',
      'fork engine: expected tsx, to run the child from its TypeScript source, found none: ' +
        'npm install -D tsx, or build the package',
      { cause, details: { engine: 'fork' } },
    );
  }
};

/** Where the package is installed, seen from the program: a bundle holds this file, but not the child's. */
const fromInstalled = (tried: string): ForkProgram => {
  const { fs, module, path } = nodeModules;
  const main = process.argv[1] ?? path.join(process.cwd(), 'index.js');
  try {
    const manifest = module.createRequire(main).resolve('@audioflow/codecs/package.json');
    const found = path.join(path.dirname(manifest), 'dist/engine/fork/fork-child.js');
    if (fs.existsSync(found)) return { path: found, execArgv: [] };
  } catch {
    // Not installed there: the message below says what to do.
  }
  throw unavailable(
    `expected the child's program at ${tried}, or @audioflow/codecs installed beside ${main}: ` +
      'a bundle leaves it out, so keep @audioflow/codecs external, or install it there too',
  );
};

/**
 * Finds the child's program: beside this file, or where a bundled program has the package installed.
 *
 * @throws AudioFlowError `unavailable`.
 */
export const findForkProgram = (): ForkProgram => {
  const here: unknown = import.meta.url;
  // Bundles in CommonJS have no address of their own.
  if (typeof here !== 'string' || !here.startsWith('file:')) return fromInstalled('(no file)');
  const { fs, url, path } = nodeModules;
  const self = url.fileURLToPath(here);
  const beside = path.join(path.dirname(self), `fork-child${path.extname(self)}`);
  if (!fs.existsSync(beside)) return fromInstalled(beside);
  return beside.endsWith('.ts') ? fromSource(beside, here) : { path: beside, execArgv: [] };
};
