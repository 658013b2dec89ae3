import type { NativeLibrary } from './native-library.js';

type NativeContext = InstanceType<NativeLibrary['av']['CodecContext']>;

/**
 * Sets a codec's options one by one; the first refusal. A dictionary given to `open2Sync` crashes: FFmpeg
 * frees it, and node-av frees it again.
 */
export const applyOptions = (
  context: NativeContext,
  options: Readonly<Record<string, string>> = {},
): number | undefined => {
  for (const [name, value] of Object.entries(options)) {
    const status = context.setOption(name, value);
    if (status < 0) return status;
  }
  return undefined;
};
