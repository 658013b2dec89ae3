import type { AiffEncoding } from './aiff-header.js';

/** What AIFF takes, by the names of packings of pcm, and of codecs. */
const encodings: Readonly<Record<string, AiffEncoding>> = {
  s16be: { bits: 16 },
  s24be: { bits: 24 },
  s32be: { bits: 32 },
  s16le: { bits: 16, type: 'sowt' },
  f32be: { bits: 32, type: 'fl32' },
  f64be: { bits: 64, type: 'fl64' },
  mulaw: { bits: 8, type: 'ulaw' },
  alaw: { bits: 8, type: 'alaw' },
};

export const AIFF_ENCODINGS: readonly string[] = Object.keys(encodings);

/** How AIFF stores samples of a packing (`s16be`) or codec (`mulaw`); undefined where it does not. */
export const aiffEncoding = (name: string): AiffEncoding | undefined => encodings[name];
