import { autoEngine } from './auto-engine.js';
import type { CodecEngine, EngineChoice } from './codec-engine.js';
import { forkEngine } from './fork/fork-engine.js';
import { nativeEngine } from './native/index.js';
import { processEngine } from './process/process-engine.js';

const ENGINES: Readonly<Record<EngineChoice, CodecEngine>> = {
  auto: autoEngine,
  native: nativeEngine,
  fork: forkEngine,
  process: processEngine,
};

/**
 * The engine that an `engine` option means. Nothing is loaded or looked for yet: an engine does that when
 * the first session is opened.
 *
 * @param choice `auto` opens each session on the best engine that is there: `native`, the fastest one
 * (`fork` where the setup has limits), else `process`.
 *
 * @example
 * import { resolveEngine } from '@audioflow/codecs/engine';
 * console.log(resolveEngine('fork').name); // fork
 */
export const resolveEngine = (choice: EngineChoice): CodecEngine => ENGINES[choice];
