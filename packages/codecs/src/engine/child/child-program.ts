import { AudioFlowError } from '@audioflow/core';
import { nodeModules } from './node-modules.js';

/** Where a package keeps a program that Node is to run as a child. */
export interface ChildProgramPlace {
  /** Who wants it: begins the messages. */
  readonly owner: string;
  /** `import.meta.url` of a module in the program's folder. */
  readonly here: unknown;
  /** The program's file without extension. */
  readonly name: string;
  /** The package that holds it, and where it is there once built. */
  readonly packageName: string;
  readonly builtPath: string;
}

/** The program to run, and what Node must be told to run it. */
export interface ChildProgram {
  readonly path: string;
  readonly execArgv: readonly string[];
}

const unavailable = (owner: string, text: string, cause?: unknown): AudioFlowError =>
  new AudioFlowError('unavailable', `${owner}: ${text}`, { cause, details: { owner } });

/** From sources the child is TypeScript: it needs the loader that the program's own tools bring. */
const fromSource = (owner: string, path: string, here: string): ChildProgram => {
  const { module, url } = nodeModules;
  try {
    const loader = url.pathToFileURL(module.createRequire(here).resolve('tsx')).href;
    return { path, execArgv: ['--conditions=@audioflow/source', `--import=${loader}`] };
  } catch (cause) {
    const text =
      'expected tsx, to run the child from its TypeScript source, found none: ' +
      'npm install -D tsx, or build the package';
    throw unavailable(owner, text, cause);
  }
};

/** Where the package is installed, seen from the program: a bundle holds this file, but not the child's. */
const fromInstalled = (place: ChildProgramPlace, tried: string): ChildProgram => {
  const { owner, packageName, builtPath } = place;
  const { fs, module, path } = nodeModules;
  const main = process.argv[1] ?? path.join(process.cwd(), 'index.js');
  try {
    const manifest = module.createRequire(main).resolve(`${packageName}/package.json`);
    const found = path.join(path.dirname(manifest), builtPath);
    if (fs.existsSync(found)) return { path: found, execArgv: [] };
  } catch {
    // Not installed there: the message below says what to do.
  }
  throw unavailable(
    owner,
    `expected the child's program at ${tried}, or ${packageName} installed beside ${main}: ` +
      `a bundle leaves it out, so keep ${packageName} external, or install it there too`,
  );
};

/**
 * Finds a child's program: beside its module, or where a bundled program has the package installed.
 *
 * @throws AudioFlowError `unavailable`.
 */
export const findChildProgram = (place: ChildProgramPlace): ChildProgram => {
  const { owner, here, name } = place;
  // Bundles in CommonJS have no address of their own.
  if (typeof here !== 'string' || !here.startsWith('file:'))
    return fromInstalled(place, '(no file)');
  const { fs, url, path } = nodeModules;
  const self = url.fileURLToPath(here);
  const beside = path.join(path.dirname(self), `${name}${path.extname(self)}`);
  if (!fs.existsSync(beside)) return fromInstalled(place, beside);
  return beside.endsWith('.ts') ? fromSource(owner, beside, here) : { path: beside, execArgv: [] };
};
