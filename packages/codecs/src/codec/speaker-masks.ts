/**
 * Speaker masks (WAVE_FORMAT_EXTENSIBLE) by channel count, of the layouts that Vorbis, Opus and FLAC
 * define (Vorbis I 4.3.9, RFC 7845 5.1.1.2, RFC 9639 9.1.3): 4 are quadraphonic, 7 are 6.1 with a back
 * centre and sides, 8 are 7.1.
 */
export const XIPH_MASKS: readonly number[] = [0, 0x4, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x70f, 0x63f];

/** The layouts of ALAC: those of AAC, but 8 channels are 5.1 with two more between front and centre. */
export const ALAC_MASKS: readonly number[] = [0, 0x4, 0x3, 0x7, 0x107, 0x37, 0x3f, 0x13f, 0xff];
