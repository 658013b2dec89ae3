import { serveExtractor } from './serve-extractor.js';

interface Scope {
  readonly WorkerGlobalScope?: unknown;
  readonly process?: {
    getBuiltinModule?(name: 'node:worker_threads'): typeof import('node:worker_threads');
  };
}

/** The other side, if this is the script of a worker: of a browser's, or of Node's. */
const findPort = (scope: Scope): Parameters<typeof serveExtractor>[0] | undefined => {
  if (scope.WorkerGlobalScope !== undefined) {
    return {
      postMessage: (message, transfer) => globalThis.postMessage(message, { transfer }),
      addEventListener: (type, listener) => addEventListener(type, listener),
      removeEventListener: (type, listener) => removeEventListener(type, listener),
    };
  }
  return scope.process?.getBuiltinModule?.('node:worker_threads').parentPort ?? undefined;
};

// Only where it is the script of a worker: to be imported elsewhere does nothing.
const port = findPort(globalThis);
if (port !== undefined) serveExtractor(port);

export { serveExtractor };
