/** Codecs whose packets decode alone. */
const INDEPENDENT: ReadonlySet<string> = new Set([
  ...['flac', 'alac', 'wavpack', 'tta', 'ape', 'tak', 'pcm', 'mulaw', 'alaw'],
  ...['adpcm_ima_wav', 'adpcm_ms'],
]);

/** Packets that a decoder wants before the first one that counts. */
const packetsBefore: Readonly<Record<string, number>> = {
  // The bit reservoir reaches back 511 bytes, which is 20 frames of the shortest kind; and two for the
  // overlap and the synthesis window.
  mp3: 24,
  mp2: 2,
  mp1: 2,
  // One for the overlap; SBR and parametric stereo repeat their headers within half a second.
  aac: 24,
  ac3: 2,
  eac3: 4,
  // One primes the decoder, and its block may be a short one.
  vorbis: 3,
};

/** RFC 7845, section 4.6, wants 80 ms; the decoders' gains settle closer in a second. */
const OPUS_SAMPLES = 48_000;

/**
 * How many samples before the first one that counts decoding has to begin, for samples like those of a
 * decoder that began at the start. Infinite for codecs of which that is not known: all is decoded and counted then.
 *
 * @param packetSamples Samples of a packet, as far as one can tell.
 */
export const preRoll = (codec: string, packetSamples: number): number => {
  if (codec === 'opus') return OPUS_SAMPLES;
  if (INDEPENDENT.has(codec) || codec.startsWith('pcm_')) return 0;
  return (packetsBefore[codec] ?? Infinity) * packetSamples;
};
