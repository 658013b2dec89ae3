/** The codecs by name, with the options that the ffmpeg command line is given, too. */
import { aac, flac, framePackets, mp3, opus, parsePackets, vorbis } from '@audioflow/codecs';

export const CODECS = {
  mp3: { codec: mp3, options: { bitrate: 128_000 } },
  aac: { codec: aac, options: { bitrate: 128_000 } },
  opus: { codec: opus, options: { bitrate: 96_000 } },
  flac: { codec: flac, options: { sampleType: 's16' } },
  vorbis: { codec: vorbis, options: { quality: 3 } },
};

/** The packets of a byte stream, for codecs whose packets make one. */
export const PARSERS = { mp3: () => parsePackets(mp3), aac: () => parsePackets(aac) };

/** The other way. */
export const FRAMERS = { mp3: () => framePackets(mp3), aac: () => framePackets(aac, 'adts') };
