/** Behind 3 bits of element type, 4 of instance and 12 unused: whether the frame is shorter than others. */
const PARTIAL_BIT = 19;
const COUNT_BIT = 23;
const HEAD_BYTES = 7;

/**
 * How many samples an ALAC packet decodes to, where it says so itself: the last one of a stream does (Apple,
 * "ALACEncoder", element header). Undefined for a packet of the usual length.
 */
export const alacSamples = (packet: Uint8Array): number | undefined => {
  if (packet.length < HEAD_BYTES) return undefined;
  const view = new DataView(packet.buffer, packet.byteOffset, HEAD_BYTES);
  if (((view.getUint8(PARTIAL_BIT >> 3) >> (7 - (PARTIAL_BIT & 7))) & 1) === 0) return undefined;
  const high = view.getUint32(COUNT_BIT >> 3);
  const shift = COUNT_BIT & 7;
  return ((high << shift) | (view.getUint8((COUNT_BIT >> 3) + 4) >> (8 - shift))) >>> 0;
};
