import type { NativeLibrary } from '@audioflow/codecs/engine';
import type { AttachedPicture } from '../stream-info.types.js';
import { imageType } from '../tags/image-type.js';

type Context = InstanceType<NativeLibrary['av']['FormatContext']>;

/** Pictures of more than that are left out. */
const MAX_PICTURE_BYTES = 1 << 24;
/** AV_DISPOSITION_ATTACHED_PIC. */
const ATTACHED = 0x400;

const pictureOf = (
  data: Uint8Array,
  tags: Readonly<Record<string, string>>,
): AttachedPicture | undefined => {
  const mimeType = tags['mimetype'] ?? imageType(data);
  if (mimeType === undefined) return undefined;
  // FFmpeg puts the type of a picture into `comment`, as ID3v2 words it.
  const kind = tags['comment']?.toLowerCase().replace(/^cover \((\w+)\)$/, '$1 cover');
  const description = tags['title'] ?? tags['filename'];
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
