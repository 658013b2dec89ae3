import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { rootDir } from './root-dir.js';

const dependencies = z.record(z.string(), z.string()).default({});

const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  type: z.string().optional(),
  sideEffects: z.boolean().optional(),
  files: z.array(z.string()).default([]),
  scripts: z.record(z.string(), z.string()).default({}),
  engines: z.looseObject({ node: z.string() }).optional(),
  exports: z
    .record(z.string(), z.union([z.string(), z.null(), z.record(z.string(), z.string())]))
    .default({}),
  dependencies,
  optionalDependencies: dependencies,
  peerDependencies: dependencies,
  devDependencies: dependencies,
});

/** A package that is published. */
export interface PublishedPackage {
  /** Folder name under `packages`. */
  readonly folder: string;
  readonly manifest: z.output<typeof manifestSchema>;
  /** Source file of each entry point, by its import name. */
  readonly entries: ReadonlyMap<string, string>;
}

const readPackage = (folder: string): PublishedPackage => {
  const text = readFileSync(join(rootDir, 'packages', folder, 'package.json'), 'utf8');
  const manifest = manifestSchema.parse(JSON.parse(text));
  const entries = new Map<string, string>();
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    const source = typeof target === 'object' ? target?.['@audioflow/source'] : undefined;
    if (source === undefined) continue;
    entries.set(join(manifest.name, subpath), join('packages', folder, source));
  }
  return { folder, manifest, entries };
};

/** The published packages, with their manifests. */
export const packages: readonly PublishedPackage[] = readdirSync(join(rootDir, 'packages'))
  .sort()
  .map(readPackage);
