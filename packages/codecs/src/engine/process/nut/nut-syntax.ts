/** The text that a NUT file begins with, and the zero after it. */
export const NUT_FILE_ID = 'nut/multimedia container\0';

/** The first byte of every packet that is no frame. */
export const NUT_STARTCODE_BYTE = 0x4e;

/** Startcodes, eight bytes in hexadecimal. */
export const NUT_STARTCODES = {
  main: '4e4d7a561f5f04ad',
  stream: '4e5311405bf2f9db',
  syncpoint: '4e4be4adeeca4569',
} as const;

/** Flags of a frame code. */
export const NUT_FLAGS = {
  key: 1,
  codedPts: 8,
  streamId: 16,
  sizeMsb: 32,
  checksum: 64,
  reserved: 128,
  sideData: 256,
  headerIndex: 1024,
  matchTime: 2048,
  coded: 4096,
  invalid: 8192,
} as const;

/** Bytes of a checksum. */
export const NUT_CHECKSUM_BYTES = 4;
/** Longer packets have a checksum of their head, too. */
export const NUT_SHORT_PACKET = 4096;
/** Frames above this size have no part of their data in the header. */
export const NUT_ELISION_LIMIT = 4096;
