import { AudioFlowError, isObject } from '../error/index.js';

/** Refuses, for JavaScript users, what is neither a codec descriptor nor a registry. Internal to core. */
export const checkCodec = (owner: string, codec: unknown): void => {
  if (isObject(codec) && ('id' in codec || 'find' in codec)) return;
  throw new AudioFlowError(
    'invalid-option',
    `${owner}: expected a codec such as mp3 (the value, not its name), got ${JSON.stringify(codec)}`,
  );
};
