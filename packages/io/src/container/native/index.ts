export { nativePackets } from './native-packets.js';
export { describeNativeFile } from './native-stream-info.js';
export type { NativeStreamInfo } from './native-stream-info.js';
