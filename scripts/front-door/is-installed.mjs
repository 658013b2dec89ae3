import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const readPackages = async (file) => {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
};

const dependencyFields = ['dependencies', 'optionalDependencies', 'peerDependencies'];

const sameEntry = (wanted, found) =>
  wanted.version === found.version &&
  wanted.resolved === found.resolved &&
  wanted.integrity === found.integrity &&
  dependencyFields.every((field) => JSON.stringify(wanted[field]) === JSON.stringify(found[field]));

/** What the lock file asks for, and what is installed. */
export const readLocks = async (root) => {
  const [wanted, found] = await Promise.all([
    readPackages(join(root, 'package-lock.json')),
    readPackages(join(root, 'node_modules/.package-lock.json')),
  ]);
  return { wanted, found };
};

/**
 * Whether node_modules holds what package-lock.json asks for: npm leaves a copy of the lock as
 * installed in node_modules, written last, so an interrupted install has none. Times tell nothing
 * (a clone, a branch switch and a copy all change them), so the contents are compared. Optional
 * packages may be missing: those of other platforms are.
 */
export const isInstalled = ({ wanted, found }) => {
  if (wanted === undefined || found === undefined) return false;
  const missing = Object.entries(wanted).some(([path, entry]) => {
    if (path === '') return false;
    const there = found[path];
    return there === undefined ? entry.optional !== true : !sameEntry(entry, there);
  });
  return !missing && Object.keys(found).every((path) => path in wanted);
};
