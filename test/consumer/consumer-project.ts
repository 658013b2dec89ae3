import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packages } from '../repository/packages.js';
import { rootDir } from '../repository/root-dir.js';

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A project of somebody who installed the packed packages, outside of this repository. */
export interface ConsumerProject {
  readonly dir: string;
  /** The packed files, by package folder. */
  readonly tarballs: ReadonlyMap<string, string>;
  /** Runs Node in the project; the environment is only what is given. */
  node(args: readonly string[], env?: NodeJS.ProcessEnv): Ended;
  write(name: string, text: string): void;
  remove(): void;
}

/** The script behind a command of a package that this repository has installed. */
export const commandOf = (pkg: string, script: string): string =>
  join(rootDir, 'node_modules', pkg, script);

const runIn = (dir: string, command: string, args: readonly string[], env = process.env): Ended => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: dir,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
};

const mustRun = (dir: string, command: string, args: readonly string[]): void => {
  const { code, output } = runIn(dir, command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${output}`);
};

const buildPackages = (): void =>
  mustRun(rootDir, process.execPath, [commandOf('typescript', 'bin/tsc'), '-b']);

/** Packs a package and unpacks it where an install would put it. */
const installPacked = (dir: string, folder: string): string => {
  const packed = join(dir, 'tarballs', folder);
  const target = join(dir, 'node_modules/@audioflow', folder);
  mkdirSync(packed, { recursive: true });
  mkdirSync(target, { recursive: true });
  mustRun(join(rootDir, 'packages', folder), 'npm', [
    'pack',
    '--silent',
    '--ignore-scripts',
    '--pack-destination',
    packed,
  ]);
  const [file = ''] = readdirSync(packed);
  mustRun(dir, 'tar', ['-xzf', join(packed, file), '-C', target, '--strip-components=1']);
  return join(packed, file);
};

/** Links a dependency that this repository has installed, so that no network is needed. */
const link = (dir: string, name: string): void => {
  const target = join(dir, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(rootDir, 'node_modules', name), target, 'junction');
};

const isThere = (name: string): boolean =>
  readdirSync(join(rootDir, 'node_modules')).includes(name);

/** Makes a project; optional dependencies are left out as `npm install --omit=optional` does. */
export const createConsumerProject = (options: { readonly optional: boolean }): ConsumerProject => {
  buildPackages();
  const dir = mkdtempSync(join(tmpdir(), 'audioflow-consumer-'));
  const tarballs = new Map(packages.map(({ folder }) => [folder, installPacked(dir, folder)]));
  const names = packages.flatMap(({ manifest }) => [
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.peerDependencies),
    ...(options.optional ? Object.keys(manifest.optionalDependencies).filter(isThere) : []),
  ]);
  const others = names.filter((name) => !name.startsWith('@audioflow/'));
  for (const name of new Set([...others, '@types/node'])) link(dir, name);
  const programs = join(import.meta.dirname, 'programs');
  for (const file of readdirSync(programs)) copyFileSync(join(programs, file), join(dir, file));
  writeFileSync(join(dir, 'package.json'), '{ "name": "consumer", "type": "module" }\n');
  return {
    dir,
    tarballs,
    node: (args, env = {}) => runIn(dir, process.execPath, args, env),
    write: (name, text) => writeFileSync(join(dir, name), text),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
};
