import { dirname, join } from 'node:path';

/** The folders of core, from the bottom up; those of one row are siblings and do not see each other. */
const coreLayers: readonly (readonly string[])[] = [
  ['error'],
  ['signal'],
  ['dsp'],
  ['demand'],
  ['operator'],
  ['flow'],
  ['processor', 'codec', 'source'],
  ['node', 'worker'],
  ['graph'],
  ['testing'],
];

/** Folders of core that know nothing of streams. */
const withoutStreams: ReadonlySet<string> = new Set(['error', 'signal', 'dsp']);

/** What each package may import of the others. */
const packageImports: Readonly<Record<string, readonly string[]>> = {
  core: [],
  analysis: ['core'],
  codecs: ['core'],
  io: ['codecs', 'core'],
};

const rankOf = (folder: string): number => coreLayers.findIndex((row) => row.includes(folder));

const checkInsideCore = (folder: string, target: string): string | undefined => {
  if (folder === target) return undefined;
  if (rankOf(target) < 0) return `core/${target} has no place among the layers`;
  return rankOf(target) < rankOf(folder)
    ? undefined
    : `core/${folder} must not import core/${target}: it is not below`;
};

/** Says what is wrong with `specifier` in a source file of a package, if anything. */
export const checkImport = (file: string, specifier: string): string | undefined => {
  const [, pkg = '', , folder = ''] = file.split('/');
  const isInCoreFolder = pkg === 'core' && file.split('/').length > 4;
  if (specifier.startsWith('.')) {
    const target = join(dirname(file), specifier).split('/');
    if (target[0] !== 'packages' || target[1] !== pkg || target[2] !== 'src') {
      return `${specifier} leaves the package`;
    }
    return isInCoreFolder ? checkInsideCore(folder, target[3] ?? '') : undefined;
  }
  const other = /^@audioflow\/([^/]+)/.exec(specifier)?.[1];
  if (other !== undefined && !(packageImports[pkg] ?? []).includes(other)) {
    return `${pkg} must not import ${specifier}`;
  }
  const usesStreams = specifier === 'rxjs' || specifier.startsWith('rxjs/');
  return isInCoreFolder && usesStreams && withoutStreams.has(folder)
    ? `core/${folder} must not import rxjs`
    : undefined;
};
