/** ITU-T G.711 table 1a: an A-law byte as a 16-bit linear value. */
export const expandAlaw = (code: number): number => {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 15) << 4) + 8;
  const size = segment === 0 ? step : (step + 256) << (segment - 1);
  return (bits & 0x80) === 0 ? -size : size;
};

/** ITU-T G.711 table 2a: a mu-law byte as a 16-bit linear value. */
export const expandMulaw = (code: number): number => {
  const bits = ~code & 0xff;
  const size = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return (bits & 0x80) === 0 ? size : -size;
};
