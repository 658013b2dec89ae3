import type { CodecEngine } from '../codec-engine.js';
import { createNativeDecoder } from './create-native-decoder.js';
import { createNativeEncoder } from './create-native-encoder.js';
import { loadNativeLibrary } from './native-library.js';

/**
 * FFmpeg in this process, through node-av's synchronous low-level calls. node-av is loaded when the
 * first session is opened; after that sessions open at once.
 */
export const nativeEngine: CodecEngine = {
  name: 'native',
  openEncoder: (setup) => {
    const library = loadNativeLibrary();
    return library instanceof Promise
      ? library.then((loaded) => createNativeEncoder(loaded, setup))
      : createNativeEncoder(library, setup);
  },
  openDecoder: (setup) => {
    const library = loadNativeLibrary();
    return library instanceof Promise
      ? library.then((loaded) => createNativeDecoder(loaded, setup))
      : createNativeDecoder(library, setup);
  },
};
