import { AudioFlowError } from '../error/index.js';
import type { AudioCodec } from './audio-codec.js';

/** Any codec, when its name is not known before run time. */
export type AnyCodec = AudioCodec<string, object, object>;

/** A set of codecs by name: a value, there is no global one. */
export interface CodecRegistry {
  /** The codec's names, in the order given. */
  readonly ids: readonly string[];
  find(id: string): AnyCodec | undefined;
  /** As `find`, but throws `unsupported` naming what there is. */
  get(id: string): AnyCodec;
}

/**
 * Makes a registry of codecs, for streams whose codec is not known before run time.
 *
 * @throws AudioFlowError `invalid-option` when two codecs have one name.
 *
 * @example
 * import { createCodecRegistry } from '@audioflow/core/codec';
 * import { aac, mp3, pcm } from '@audioflow/codecs';
 * console.log(createCodecRegistry([mp3, aac, pcm]).ids.join(' ')); // mp3 aac pcm
 */
export const createCodecRegistry = (codecs: readonly AnyCodec[]): CodecRegistry => {
  const byId = new Map<string, AnyCodec>();
  for (const codec of codecs) {
    if (byId.has(codec.id)) {
      throw new AudioFlowError(
        'invalid-option',
        `createCodecRegistry: two codecs are named ${codec.id}`,
      );
    }
    byId.set(codec.id, codec);
  }
  const ids = [...byId.keys()];
  return {
    ids,
    find: (id) => byId.get(id),
    get: (id) => {
      const codec = byId.get(id);
      if (codec) return codec;
      throw new AudioFlowError(
        'unsupported',
        `no codec named ${id}: this registry has ${ids.join(', ')}`,
      );
    },
  };
};
