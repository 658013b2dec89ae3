import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isInstalled } from './is-installed.mjs';
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

/** Installs the locked dependencies unless they are there already. */
export const ensureInstalled = async () => {
  if (await isInstalled(rootDir)) return;
  // NODE_ENV=production would leave the compiler and the test runner out.
  await step('Installing', [
    npmCli(),
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
};
