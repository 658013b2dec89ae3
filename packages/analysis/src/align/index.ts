export type { Samples } from '../stage/mono.js';
export type { Alignment } from './align.js';
export { align } from './align.js';
export type { Correlation } from './correlate.js';
export { correlate } from './correlate.js';
