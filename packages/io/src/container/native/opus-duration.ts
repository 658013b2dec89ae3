/** Samples at 48 kHz of each configuration of the table of contents byte (RFC 6716, table 2). */
const frameSamples = (configuration: number): number => {
  if (configuration < 12) return [480, 960, 1920, 2880][configuration & 3] ?? 0;
  if (configuration < 16) return configuration & 1 ? 960 : 480;
  return 120 << (configuration & 3);
};

/** How many samples at 48 kHz an Opus packet decodes to (RFC 6716, section 3.1). */
export const opusDuration = (packet: Uint8Array): number => {
  const toc = packet[0] ?? 0;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 63;
  return frameSamples(toc >> 3) * frames;
};
