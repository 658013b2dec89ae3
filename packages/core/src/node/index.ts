export { fromNode } from './from-node.js';
export type { Again, Eof, PushPullNode } from './node.types.js';
export { AGAIN, EOF } from './node.types.js';
export { toNode } from './to-node.js';
export type { ProcessorGetOptions } from './push-processor.js';
export { PushProcessor } from './push-processor.js';
