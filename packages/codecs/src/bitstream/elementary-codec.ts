import { adtsSyntax } from './adts/adts-syntax.js';
import type { FrameSyntax } from './frame-scanner.js';
import { mp3Syntax } from './mp3/mp3-syntax.js';

/** Codecs whose packets can stand one after another in a byte stream of their own. */
export type ElementaryCodec = 'mp3' | 'aac';

/** The frames of each codec's byte stream; those of AAC are ADTS. */
export const FRAME_SYNTAX: Readonly<Record<ElementaryCodec, FrameSyntax>> = {
  mp3: mp3Syntax,
  aac: adtsSyntax,
};
