export { loadNativeLibrary } from './native-library.js';
export type { NativeLibrary } from './native-library.js';
export { nativePackets } from './native-packets.js';
export { describeNativeFile } from './native-stream-info.js';
export type { NativeStreamInfo } from './native-stream-info.js';
