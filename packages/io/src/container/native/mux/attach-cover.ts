import type { NativeLibrary } from '@audioflow/codecs/engine';
import { imageSize } from '../../cover/image-size.js';
import type { AttachedPicture } from '../../stream-info.types.js';
import { pictureFileName } from '../../tags/picture-file-name.js';
import { pictureWords } from '../../tags/picture-kind.js';
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
  { as, mimeType, kind, description, data }: MuxCover,
): AttachedCover => {
  const { av, constants } = library;
  const stream = context.newStream();
  const { codecpar } = stream;
  const setMetadata = (fields: Record<string, string>): void => {
    const title = description === undefined ? {} : { title: description };
    const metadata = av.Dictionary.fromObject({ ...fields, ...title });
    // The setter takes a copy.
    stream.metadata = metadata;
    metadata.free();
  };
  codecpar.codecId = findCodec(library, mimeType === 'image/png' ? 'png' : 'mjpeg').id;
  if (as === 'attachment') {
    codecpar.codecType = constants.AVMEDIA_TYPE_ATTACHMENT;
    codecpar.extradata = Buffer.from(data);
    setMetadata({ filename: pictureFileName(kind, mimeType), mimetype: mimeType });
    return { write: () => 0 };
  }
  const { width, height } = imageSize(data) ?? { width: 0, height: 0 };
  codecpar.codecType = constants.AVMEDIA_TYPE_VIDEO;
  codecpar.width = width;
  codecpar.height = height;
  stream.disposition = constants.AV_DISPOSITION_ATTACHED_PIC;
  setMetadata({ comment: pictureWords(kind) });
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
