const STREAMINFO_BYTES = 34;
/** Samples stand in 36 bits from here on, behind four bits of the sample size (RFC 9639, section 8.2). */
const LENGTH_AT = 13;
const MD5_AT = 18;
const MAX_SAMPLES = 2 ** 36;

/**
 * A STREAMINFO that tells `samples` samples; undefined where it tells them already. The checksum of another
 * length is taken out: zero means unknown.
 */
export const flacLength = (streamInfo: Uint8Array, samples: number): Uint8Array | undefined => {
  if (streamInfo.length !== STREAMINFO_BYTES || samples >= MAX_SAMPLES) return undefined;
  const view = new DataView(streamInfo.buffer, streamInfo.byteOffset, STREAMINFO_BYTES);
  const known = (view.getUint8(LENGTH_AT) & 15) * 2 ** 32 + view.getUint32(LENGTH_AT + 1);
  if (known === samples) return undefined;
  const told = Uint8Array.from(streamInfo);
  const out = new DataView(told.buffer);
  out.setUint8(LENGTH_AT, (view.getUint8(LENGTH_AT) & 0xf0) | Math.floor(samples / 2 ** 32));
  out.setUint32(LENGTH_AT + 1, samples % 2 ** 32);
  if (known !== 0) told.fill(0, MD5_AT);
  return told;
};
