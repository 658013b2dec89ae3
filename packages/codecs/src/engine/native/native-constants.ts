type Library = typeof import('node-av/lib');
type All = typeof import('node-av/constants');

/** FFmpeg's ABI fixes these within a major version; a test compares each with node-av's own. */
const NUMBERS = {
  AVERROR_EOF: -541_478_725,
  AVDISCARD_ALL: 48,
  AVMEDIA_TYPE_ATTACHMENT: 4,
  AVMEDIA_TYPE_AUDIO: 1,
  AVMEDIA_TYPE_VIDEO: 0,
  AVSEEK_SET: 0,
  AVSEEK_FLAG_BACKWARD: 1,
  AV_CHANNEL_ORDER_NATIVE: 1,
  AV_CHANNEL_ORDER_UNSPEC: 0,
  AV_CODEC_FLAG2_SKIP_MANUAL: 0x2000_0000,
  AV_CODEC_FLAG_QSCALE: 2,
  AV_DISPOSITION_ATTACHED_PIC: 0x400,
  AV_LOG_INFO: 32,
  AV_LOG_QUIET: -8,
  AV_PKT_DATA_NEW_EXTRADATA: 1,
  AV_PKT_DATA_SKIP_SAMPLES: 11,
  AV_SAMPLE_FMT_FLT: 3,
  AV_SAMPLE_FMT_FLTP: 8,
  AV_SAMPLE_FMT_S16: 1,
  AV_SAMPLE_FMT_S16P: 6,
  AV_SAMPLE_FMT_S32: 2,
  AV_SAMPLE_FMT_S32P: 7,
  FF_QP2LAMBDA: 118,
} as const;

type Names = keyof typeof NUMBERS;
type Posix = 'AVERROR_EAGAIN' | 'AVERROR_EINVAL';

/** The numbers of FFmpeg that the engine uses, typed as node-av types them. */
export type NativeConstants = Pick<All, Names | Posix>;

const areTyped = (numbers: Readonly<Record<Names, number>>): numbers is Pick<All, Names> =>
  Object.values(numbers).every(Number.isInteger);

/**
 * The constants by themselves: importing `node-av/constants` would define three thousand names, a
 * tenth of the start of a bundled program. POSIX error numbers differ by platform: node-av knows them.
 */
export const nativeConstants = ({ FFmpegError, PosixError }: Library): NativeConstants => {
  const numbers = { ...NUMBERS };
  if (!areTyped(numbers)) throw new TypeError('constants must be integers');
  return {
    ...numbers,
    AVERROR_EAGAIN: FFmpegError.AVERROR(PosixError.EAGAIN),
    AVERROR_EINVAL: FFmpegError.AVERROR(PosixError.EINVAL),
  };
};
