import type { NativeLibrary } from '@audioflow/codecs/engine';
import type { CoverArt } from '../cover/cover-art.types.js';
import { imageType } from '../tags/image-type.js';

type Context = InstanceType<NativeLibrary['av']['FormatContext']>;

/** Covers of more than that are left out. */
const MAX_COVER_BYTES = 1 << 24;

/** The pictures that a container carries: APIC, `covr`, METADATA_BLOCK_PICTURE, attachments, APE items. */
export const nativeCovers = (context: Context): readonly CoverArt[] => {
  const covers: CoverArt[] = [];
  for (const stream of context.streams) {
    const data = stream.attachedPic?.data;
    if (data === null || data === undefined || data.length === 0 || data.length > MAX_COVER_BYTES) {
      continue;
    }
    const tags = stream.metadata?.getAll() ?? {};
    const mimeType = tags['mimetype'] ?? imageType(data);
    if (mimeType === undefined) continue;
    // FFmpeg puts the type of a picture into `comment`, as ID3v2 words it.
    const kind = tags['comment']?.toLowerCase().replace(/^cover \((\w+)\)$/, '$1 cover');
    const description = tags['title'] ?? tags['filename'];
    covers.push({
      mimeType,
      ...(kind === undefined ? {} : { kind }),
      ...(description === undefined ? {} : { description }),
      data: new Uint8Array(data),
    });
  }
  return covers;
};
