export type { NativeFile } from './native-input.js';
export { openDemuxChild } from './demux-session.js';
export type { DemuxChildInit, DemuxSession } from './demux-session.js';
export { nativePackets } from './native-packets.js';
export { describeNativeFile } from './native-stream-info.js';
export type { NativeFileInfo, NativeStreamInfo } from './native-stream-info.js';
