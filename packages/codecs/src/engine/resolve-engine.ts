import type { CodecEngine, EngineChoice, EngineName } from './codec-engine.js';
import { nativeEngine } from './native/index.js';

const ENGINES: Readonly<Record<EngineName, CodecEngine>> = { native: nativeEngine };

/**
 * The engine that an `engine` option means. Nothing is loaded yet: an engine loads what it needs when
 * the first session is opened.
 *
 * @param choice `auto` is the native engine, the fastest and most exact one.
 *
 * @example
 * import { resolveEngine } from '@audioflow/codecs/engine';
 * console.log(resolveEngine('auto').name); // native
 */
export const resolveEngine = (choice: EngineChoice): CodecEngine =>
  ENGINES[choice === 'auto' ? 'native' : choice];
