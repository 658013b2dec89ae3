export { nativePackets } from './native-packets.js';
export { describeNativeFile } from './native-stream-info.js';
export type { NativeStreamInfo } from './native-stream-info.js';
export { muxConfig } from './mux/mux-config.js';
export type { MuxWrite } from './mux/mux-io.js';
export { muxPlan } from './mux/mux-plan.js';
export type { Mp4Layout } from './mux/mux-plan.js';
export { openNativeMuxer } from './mux/native-muxer.js';
export type { NativeMuxer } from './mux/native-muxer.js';
