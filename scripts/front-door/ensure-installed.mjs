import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isInstalled, readLocks } from './is-installed.mjs';
import { lacksEngine, missingPlatformPackages, thisMachine } from './missing-platform-packages.mjs';
import { rootDir } from './root-dir.mjs';
import { step } from './step.mjs';

/** The npm that called us, else the one beside this Node. */
const npmCli = () => {
  const caller = process.env.npm_execpath;
  if (caller !== undefined && basename(caller) === 'npm-cli.js') return caller;
  const bin = dirname(process.execPath);
  const places = [
    join(bin, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(bin, 'node_modules/npm/bin/npm-cli.js'),
  ];
  const found = places.find(existsSync);
  if (found === undefined) throw new Error('npm not found: start this through `npm run`');
  return found;
};

const QUIET = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Installs the locked dependencies unless they are there already. Of an install without optional
 * dependencies the tools of this repository lack their half for the platform: that is added. What
 * compiles (`engines`) wants the types of the engine too, so it gets everything.
 */
export const ensureInstalled = async ({ engines }) => {
  const locks = await readLocks(rootDir);
  // NODE_ENV=production would leave the compiler and the test runner out.
  if (!isInstalled(locks)) await step('Installing', [npmCli(), 'ci', ...QUIET]);
  const { wanted, found } = await readLocks(rootDir);
  if (wanted === undefined || found === undefined) return;
  const machine = thisMachine();
  if (engines && lacksEngine(wanted, found, machine)) {
    const name = 'Installing what was left out (--omit=optional), the compiler needs it';
    await step(name, [npmCli(), 'ci', '--include=optional', ...QUIET]);
    return;
  }
  const missing = missingPlatformPackages(wanted, found, machine);
  if (missing.length === 0) return;
  const name = `Installing the tools that --omit=optional left out (${missing.join(', ')})`;
  const only = ['--no-save', '--omit=optional', '--ignore-scripts'];
  await step(name, [npmCli(), 'install', ...only, ...QUIET, ...missing]);
};
