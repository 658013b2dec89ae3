// Errors

export type { Clock, Demand, DiagnosticWarning, OperatorFigures } from './demand/index.js';
// Demand and time
export {
  createDemand,
  currentDemand,
  diagnostics,
  systemClock,
  weigh,
  withDemand,
} from './demand/index.js';
export type { AudioFlowErrorOptions, ErrorCode, ErrorDetails } from './error/index.js';
export { AudioFlowError, checkOptions, isAudioFlowError } from './error/index.js';
export type {
  BoundedBufferOptions,
  Branches,
  FanOutOptions,
  FromPullOptions,
  JitterBufferOptions,
  JitterStats,
  NodeWritable,
  PaceOptions,
  Progress,
  RechunkOptions,
  RunOptions,
  RunReport,
  SharePacedOptions,
  Sink,
  TeeOptions,
  ThrottleLatestOptions,
  Timed,
} from './flow/index.js';
// Flow
export {
  bindDemand,
  boundedBuffer,
  fromPull,
  fromReadable,
  jitterBuffer,
  pace,
  rechunk,
  run,
  sharePaced,
  tapTo,
  tee,
  throttleLatest,
  toAsyncIterable,
  toWritable,
} from './flow/index.js';
export type {
  AsyncTransform,
  ByteStream,
  Decoder,
  Encoder,
  PacketStream,
  PcmStream,
  Processor,
  Transform,
  TransformAsyncOptions,
  TransformOptions,
} from './operator/index.js';
// Operators
export { transform, transformAsync } from './operator/index.js';
export type {
  AudioFormat,
  AudioFormatInit,
  AudioFrame,
  ChannelLayout,
  DeinterleaveOptions,
  Endianness,
  FrameFifo,
  FrameInit,
  InterleaveOptions,
  Packet,
  SampleType,
} from './signal/index.js';
// Payloads
export {
  audioFormatsEqual,
  bytesPerSample,
  createAudioFormat,
  createFrame,
  createFrameFifo,
  defaultLayout,
  deinterleave,
  describeFormatDiff,
  interleave,
  LAYOUTS,
  parseSampleType,
  quantizeSample,
  rescalePts,
  SAMPLE_TYPES,
  SPEAKER,
  samplesToSeconds,
  secondsToSamples,
} from './signal/index.js';
// Sources
export { fromFrames, noise, silence, sine, tune } from './source/index.js';
export type { NoiseOptions, SignalOptions, SineOptions, TuneOptions } from './source/index.js';
// Processors
export { continuousTime, gain, passThrough, remix, resample } from './processor/index.js';
export type { MixMatrix, RemixOptions, ResampleOptions } from './processor/index.js';
export type { ContinuityOptions, DiscontinuityPolicy, ResamplerQuality } from './dsp/index.js';
