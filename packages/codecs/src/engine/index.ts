// The contract
export type {
  CodecEngine,
  DecoderSetup,
  DecoderStats,
  EncoderSetup,
  EncoderStats,
  EngineChoice,
  EngineDecoder,
  EngineEncoder,
  EngineLimits,
  EngineName,
  EngineOptions,
  EnginePlace,
  OnFormatChange,
  OnMalformed,
  PacketFormat,
} from './codec-engine.js';
// Choice
export { resolveEngine } from './resolve-engine.js';
// For authors of engines
export { checkFrame } from './check-frame.js';
export { fillLimits } from './engine-limits.js';
export type { CheckedLimits } from './engine-limits.js';
export { createEncoderTimeline } from './encoder-timeline.js';
export type { EncoderTimeline, EncoderTimelineInit } from './encoder-timeline.js';
export { packetProblem } from './packet-problem.js';
export { createSessionCalls } from './session-calls.js';
export type { Answer, SessionCalls } from './session-calls.js';
export { createSessionGuard } from './session-guard.js';
export type { SessionGuard } from './session-guard.js';
export { loadNativeLibrary } from './native/index.js';
export type { NativeLibrary } from './native/index.js';
export { repairSamples } from './repair-samples.js';
export { sameBytes } from './same-bytes.js';
export { trimProblem } from './trim-problem.js';
// Children
export type { ChildProgram, ChildProgramPlace } from './child/child-program.js';
export { startNodeChild } from './child/start-node-child.js';
export type { NodeChild, NodeChildEnd, NodeChildInit } from './child/start-node-child.js';
export { createSessionWatch } from './child/session-watch.js';
export type { SessionWatch, SessionWatchInit } from './child/session-watch.js';
