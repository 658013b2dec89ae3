/** Speaker masks by channel count, in the order of WAVE_FORMAT_EXTENSIBLE (ISO 14496-3 configurations). */
export const DEFAULT_MASKS: readonly number[] = [0, 0x4, 0x3, 0x7, 0x107, 0x37, 0x3f, 0x13f, 0x63f];
