export type { AudioFlowErrorOptions, ErrorCode, ErrorDetails } from './audio-flow-error.js';
export { AudioFlowError } from './audio-flow-error.js';
export { checkFunction } from './check-function.js';
export { checkOptions } from './check-options.js';
export { isObject } from './is-object.js';
export { isPromise } from './is-promise.js';
export { isAudioFlowError } from './is-audio-flow-error.js';
