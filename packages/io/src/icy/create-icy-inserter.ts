/** Metadata in one listener's audio. */
export interface IcyInserter {
  /** What is put in at the next border, once: a block of `encodeIcyBlock`. */
  setBlock(block: Uint8Array): void;
  /**
   * The audio with the metadata that is due within it. Where none is due it is the same array, and
   * listeners in the same place share the copy that is made where some is.
   */
  insert(audio: Uint8Array): Uint8Array;
}

/** The last copy that was made, and for whom: listeners that joined together are served in a row. */
export interface IcyShare {
  audio?: Uint8Array;
  position?: number;
  block?: Uint8Array;
  result?: Uint8Array;
}

/** "As before": a length of no sixteens. */
const UNCHANGED = new Uint8Array(1);

/**
 * Puts metadata into a stream of audio: after each `interval` bytes a block, or one zero byte if it is
 * as before. Exact to the byte, however the audio is cut. `share` may be given to all inserters of one
 * stream.
 */
export const createIcyInserter = (interval: number, share: IcyShare = {}): IcyInserter => {
  let position = 0;
  let pending: Uint8Array = UNCHANGED;

  const splice = (audio: Uint8Array): Uint8Array => {
    const parts: Uint8Array[] = [];
    let block: Uint8Array = pending;
    let from = 0;
    let to = interval - position;
    while (to <= audio.length) {
      parts.push(audio.subarray(from, to), block);
      block = UNCHANGED;
      from = to;
      to += interval;
    }
    parts.push(audio.subarray(from));
    return Buffer.concat(parts);
  };

  return {
    setBlock: (block) => {
      pending = block;
    },
    insert: (audio) => {
      const end = position + audio.length;
      if (end < interval) {
        position = end;
        return audio;
      }
      const isShared =
        share.audio === audio && share.position === position && share.block === pending;
      const result = isShared && share.result ? share.result : splice(audio);
      Object.assign(share, { audio, position, block: pending, result });
      position = end % interval;
      pending = UNCHANGED;
      return result;
    },
  };
};
