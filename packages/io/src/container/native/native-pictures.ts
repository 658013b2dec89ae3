import type { NativeLibrary } from '@audioflow/codecs/engine';
import type { AttachedPicture } from '../stream-info.types.js';
import { imageType } from '../tags/image-type.js';
import { kindOfFileName } from '../tags/picture-file-name.js';
import { kindOfWords, type PictureKind } from '../tags/picture-kind.js';

type Context = InstanceType<NativeLibrary['av']['FormatContext']>;

/** Pictures of more than that are left out. */
const MAX_PICTURE_BYTES = 1 << 24;
/** AV_DISPOSITION_ATTACHED_PIC. */
const ATTACHED = 0x400;

type PictureTags = Readonly<Record<string, string>>;

/** FFmpeg puts the type of a picture into `comment`, a file's name into `filename`, and APE's item as it is called. */
const kindOf = (tags: PictureTags): PictureKind | undefined => {
  const { comment, filename } = tags;
  const side = Object.keys(tags).find((key) => /^cover art \((front|back)\)$/i.test(key));
  if (side !== undefined) return /back/i.test(side) ? 'back cover' : 'front cover';
  if (comment !== undefined) return kindOfWords(comment);
  return filename === undefined ? undefined : kindOfFileName(filename);
};

const pictureOf = (data: Uint8Array, tags: PictureTags): AttachedPicture | undefined => {
  const mimeType = tags['mimetype'] ?? imageType(data);
  if (mimeType === undefined) return undefined;
  const kind = kindOf(tags);
  // The name of a file that tells the kind tells nothing else.
  const description = tags['title'] ?? (kind === undefined ? tags['filename'] : undefined);
  return {
    mimeType,
    ...(kind === undefined ? {} : { kind }),
    ...(description === undefined ? {} : { description }),
    data: new Uint8Array(data),
  };
};

/**
 * The pictures that a container carries: APIC, `covr`, METADATA_BLOCK_PICTURE, attachments, APE items.
 * FFmpeg gives them as its first packets, so this is to be the first reading; node-av's `attachedPic` frees
 * what is not its own.
 */
export const nativePictures = (
  library: NativeLibrary,
  context: Context,
): readonly AttachedPicture[] => {
  const streams = new Map(
    context.streams
      .filter(({ disposition }) => (Number(disposition) & ATTACHED) !== 0)
      .map((stream) => [stream.index, stream.metadata?.getAll() ?? {}]),
  );
  if (streams.size === 0) return [];
  const pictures: AttachedPicture[] = [];
  const packet = new library.av.Packet();
  packet.alloc();
  try {
    for (let i = 0; i < streams.size && context.readFrameSync(packet) >= 0; i++) {
      const { data } = packet;
      const tags = streams.get(packet.streamIndex);
      const fits = data !== null && data.length > 0 && data.length <= MAX_PICTURE_BYTES;
      const picture = tags !== undefined && fits ? pictureOf(data, tags) : undefined;
      if (picture !== undefined) pictures.push(picture);
      packet.unref();
    }
    return pictures;
  } finally {
    packet.free();
  }
};
