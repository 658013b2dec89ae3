export type { Clock } from './clock.js';
export { abortedError, systemClock } from './clock.js';
export {
  currentDemand,
  currentEmission,
  emitUnder,
  enterRun,
  runIsActive,
  withDemand,
} from './current-demand.js';
export type { Demand } from './demand.js';
export {
  createDemand,
  followPausable,
  isPausable,
  markPausable,
  scopeOf,
  watchDemand,
} from './demand.js';
export type { DiagnosticWarning, OperatorFigures } from './diagnostics.js';
export { diagnostics } from './diagnostics.js';
export type { DemandScope, ScopeOwner } from './scope.js';
export { enterSubscription } from './enter-subscription.js';
export { createScope } from './scope.js';
export { DEFAULT_HIGH_WATER, DEFAULT_LIMIT_FACTOR, weigh } from './weigh.js';
export type { WeightedQueue, WeightedQueueOptions } from './weighted-queue.js';
export { createWeightedQueue } from './weighted-queue.js';
export { pendingYields, yieldToEventLoop } from './yield-to-event-loop.js';
