export { nativeEngine } from './native-engine.js';
export { loadNativeLibrary } from './native-library.js';
export type { NativeLibrary } from './native-library.js';
