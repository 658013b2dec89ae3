import { AudioFlowError } from '@audioflow/core';
import { type NativeConstants, nativeConstants } from './native-constants.js';

/** The parts of node-av that engines and demuxers use. */
export interface NativeLibrary {
  readonly av: typeof import('node-av/lib');
  readonly constants: NativeConstants;
}

let library: NativeLibrary | undefined;
let loading: Promise<NativeLibrary> | undefined;

const isMusl = (): boolean => {
  if (process.platform !== 'linux') return false;
  const header: unknown = Reflect.get(process.report?.getReport() ?? {}, 'header');
  return header instanceof Object && Reflect.get(header, 'glibcVersionRuntime') === undefined;
};

const unavailable = (cause: unknown): AudioFlowError => {
  const reason = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause);
  const mend = isMusl()
    ? 'node-av has no build for musl (Alpine): use a glibc image such as node:22-slim'
    : 'npm install node-av (an optional dependency, dropped by --omit=optional)';
  return new AudioFlowError(
    'unavailable',
    `native engine: tried import('node-av/lib') on ${process.platform}-${process.arch}: ${reason}. To get it: ${mend}`,
    { cause, details: { engine: 'native', platform: process.platform, arch: process.arch } },
  );
};

const load = async (): Promise<NativeLibrary> => {
  try {
    const av = await import('node-av/lib');
    const constants = nativeConstants(av);
    // FFmpeg's default would print warnings to stderr; a level that the program has set is kept.
    if (av.Log.getLevel() === constants.AV_LOG_INFO) av.Log.setLevel(constants.AV_LOG_QUIET);
    library = { av, constants };
    return library;
  } catch (cause) {
    // A later attempt may succeed: the package may have been installed meanwhile.
    loading = undefined;
    throw unavailable(cause);
  }
};

/**
 * Loads node-av at the first call and keeps it; answers at once when it has been loaded.
 *
 * @throws AudioFlowError `unavailable` (as a rejection): what was tried and how to get it.
 *
 * @example
 * import { loadNativeLibrary } from '@audioflow/codecs/engine';
 * const { av } = await loadNativeLibrary();
 * console.log(typeof av.CodecContext); // function
 */
export const loadNativeLibrary = (): NativeLibrary | Promise<NativeLibrary> => {
  if (library !== undefined) return library;
  loading ??= load();
  return loading;
};
