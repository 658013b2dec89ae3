const MAGIC = 'OpusHead';
const PRE_SKIP_AT = 10;

/** Samples at 48 kHz that only prime the decoder, as an OpusHead tells them (RFC 7845, section 5.1); 0 for what is none. */
export const opusPreSkip = (head: Uint8Array | null | undefined): number => {
  if (head === null || head === undefined || head.length < PRE_SKIP_AT + 2) return 0;
  if (String.fromCharCode(...head.subarray(0, MAGIC.length)) !== MAGIC) return 0;
  return (head[PRE_SKIP_AT] ?? 0) + 256 * (head[PRE_SKIP_AT + 1] ?? 0);
};
