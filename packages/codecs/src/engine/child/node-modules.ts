/**
 * Modules of Node, by need: an import would keep this package, codecs in plain TypeScript included, out
 * of bundles for browsers.
 */
export const nodeModules = {
  get childProcess(): typeof import('node:child_process') {
    return process.getBuiltinModule('node:child_process');
  },
  get fs(): typeof import('node:fs') {
    return process.getBuiltinModule('node:fs');
  },
  get module(): typeof import('node:module') {
    return process.getBuiltinModule('node:module');
  },
  get path(): typeof import('node:path') {
    return process.getBuiltinModule('node:path');
  },
  get url(): typeof import('node:url') {
    return process.getBuiltinModule('node:url');
  },
};
