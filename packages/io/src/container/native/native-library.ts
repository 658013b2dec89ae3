import { AudioFlowError } from '@audioflow/core';

/** The parts of node-av that demuxing uses. */
export interface NativeLibrary {
  readonly av: typeof import('node-av/lib');
  readonly constants: typeof import('node-av/constants');
}

let loading: Promise<NativeLibrary> | undefined;

const load = async (): Promise<NativeLibrary> => {
  try {
    // One after the other: they share modules.
    const av = await import('node-av/lib');
    const constants = await import('node-av/constants');
    // FFmpeg's default would print warnings to stderr; a level that the program has set is kept.
    if (av.Log.getLevel() === constants.AV_LOG_INFO) av.Log.setLevel(constants.AV_LOG_QUIET);
    return { av, constants };
  } catch (cause) {
    // A later attempt may succeed: the package may have been installed meanwhile.
    loading = undefined;
    throw new AudioFlowError(
      'unavailable',
      `this container is read by FFmpeg: tried import('node-av/lib') on ${process.platform}-${process.arch}, ` +
        'which failed: npm install node-av (no build for musl), or convert the file to wav, mp3 or aac',
      { cause, details: { engine: 'native' } },
    );
  }
};

/** node-av, loaded at the first call and kept. */
export const loadNativeLibrary = (): Promise<NativeLibrary> => {
  loading ??= load();
  return loading;
};
