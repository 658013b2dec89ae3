import type { NativeLibrary } from '@audioflow/codecs/engine';
import { imageSize } from '../../cover/image-size.js';
import type { AttachedPicture } from '../../stream-info.types.js';
import { findCodec } from './find-codec.js';

type FormatContext = InstanceType<NativeLibrary['av']['FormatContext']>;
type NativePacket = InstanceType<NativeLibrary['av']['Packet']>;

/** A picture, and how the container takes it. */
export interface MuxCover extends AttachedPicture {
  /** A stream of one picture (MP4, FLAC, AIFF), or a file within the file (Matroska). */
  readonly as: 'picture' | 'attachment';
}

/** A stream for the picture, made before the header. */
export interface AttachedCover {
  /** Writes the picture, after the header; FFmpeg's status. */
  write(packet: NativePacket): number;
}

/** Adds a stream for a cover to a muxer that has its audio stream. */
export const attachCover = (
  library: NativeLibrary,
  context: FormatContext,
  { as, mimeType, data }: MuxCover,
): AttachedCover => {
  const { av, constants } = library;
  const stream = context.newStream();
  const { codecpar } = stream;
  codecpar.codecId = findCodec(library, mimeType === 'image/png' ? 'png' : 'mjpeg').id;
  if (as === 'attachment') {
    codecpar.codecType = constants.AVMEDIA_TYPE_ATTACHMENT;
    codecpar.extradata = Buffer.from(data);
    const filename = mimeType === 'image/png' ? 'cover.png' : 'cover.jpg';
    const metadata = av.Dictionary.fromObject({ filename, mimetype: mimeType });
    stream.metadata = metadata;
    metadata.free();
    return { write: () => 0 };
  }
  const { width, height } = imageSize(data) ?? { width: 0, height: 0 };
  codecpar.codecType = constants.AVMEDIA_TYPE_VIDEO;
  codecpar.width = width;
  codecpar.height = height;
  stream.disposition = constants.AV_DISPOSITION_ATTACHED_PIC;
  // The front cover, as ID3v2 and FLAC number their pictures.
  const metadata = av.Dictionary.fromObject({ comment: 'Cover (front)' });
  stream.metadata = metadata;
  metadata.free();
  return {
    write: (packet) => {
      packet.data = Buffer.from(data);
      packet.streamIndex = stream.index;
      packet.isKeyframe = true;
      packet.pts = 0n;
      packet.dts = 0n;
      packet.duration = 0n;
      const status = context.writeFrameSync(packet);
      packet.unref();
      return status;
    },
  };
};
