import { extname } from 'node:path';
import { AudioFlowError } from '@audioflow/core';
import * as z from 'zod';
import {
  type AttachedPicture,
  CONTAINER_NAMES,
  CONTAINERS,
  type ContainerName,
  imageSize,
  PICTURE_KINDS,
  type Tags,
} from '../container/index.js';
import type { Mp4Layout } from '../container/native/index.js';
import type { ByteSink } from './byte-sink.js';
import { pathSchema } from './option-schemas.js';

/** What `writeAudio` and `writePackets` can be told of the file around the audio. */
export interface ContainerOptions {
  /** The kind of file. Default: by extension; there is none for a target that is no path. */
  readonly container?: ContainerName | undefined;
  /**
   * Text by name, UTF-8: `title`, `artist`, `album`, `album_artist`, `composer`, `date`, `track`, `disc`,
   * `genre`, `comment`, `copyright`... as readers give them. Other names are kept where the container
   * takes any (not in MP4).
   */
  readonly tags?: Tags | undefined;
  /**
   * A JPEG or PNG picture, the front cover unless its `kind` says otherwise. `kind` and `description` are written but
   * in MP4, which has no place for them. No picture in webm, caf, wavpack and raw.
   */
  readonly cover?: AttachedPicture | undefined;
  /**
   * How MP4 is laid out. `faststart`: its index before the sound. `index-last`: behind it, which saves
   * copying the file. `fragmented`: in pieces of half a second. Default `faststart`, and `fragmented` where
   * bytes cannot be replaced.
   */
  readonly mp4?: Mp4Layout | undefined;
}

const MAX_COVER_BYTES = 16_000_000;
const MAX_TAG_LENGTH = 100_000;

/** What the pictures begin with. */
const beginnings: Readonly<Record<'image/jpeg' | 'image/png', readonly number[]>> = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47],
};

const coverSchema = z
  .strictObject({
    mimeType: z.enum(['image/jpeg', 'image/png'], 'expected image/jpeg or image/png'),
    kind: z.enum(PICTURE_KINDS).optional(),
    description: z
      .string()
      .max(MAX_TAG_LENGTH)
      .refine((text) => !text.includes('\0'), 'expected text without zero characters')
      .optional(),
    data: z
      .instanceof(Uint8Array, { message: 'expected the bytes of a picture file' })
      .refine(
        ({ length }) => length <= MAX_COVER_BYTES,
        `expected at most ${MAX_COVER_BYTES} bytes`,
      ),
  })
  .refine(
    ({ mimeType, data }) => beginnings[mimeType].every((byte, i) => data[i] === byte),
    'expected a picture of the type that mimeType says',
  )
  .refine(({ data }) => imageSize(data) !== undefined, 'expected a picture that tells its size');

/** Names as Vorbis comments allow them: ASCII but for "="; no text may end early. */
const tagsSchema = z.record(
  z
    .string()
    .regex(/^[\x20-\x3c\x3e-\x7d]{1,100}$/, 'expected a name of printable ASCII without "="'),
  z
    .string()
    .max(MAX_TAG_LENGTH)
    .refine((text) => !text.includes('\0'), 'expected text without zero characters'),
);

const isSink = (value: unknown): value is ByteSink =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'write') === 'function';

export const targetSchema: z.ZodType<string | ByteSink> = z.union([
  pathSchema,
  z.custom<ByteSink>(isSink, 'expected a path, or a sink of bytes: see toWritable and toBytes'),
]);

/** The shape of {@link ContainerOptions}, for strict objects. */
export const containerShape: {
  readonly container: z.ZodOptional<z.ZodType<ContainerName>>;
  readonly tags: z.ZodDefault<z.ZodType<Tags>>;
  readonly cover: z.ZodOptional<z.ZodType<AttachedPicture>>;
  readonly mp4: z.ZodOptional<z.ZodType<Mp4Layout>>;
} = {
  container: z.enum(CONTAINER_NAMES).optional(),
  tags: tagsSchema.default({}),
  cover: coverSchema.optional(),
  mp4: z.enum(['faststart', 'index-last', 'fragmented']).optional(),
};

const byExtension = (path: string): ContainerName | undefined => {
  const extension = extname(path).toLowerCase();
  return CONTAINER_NAMES.find((name) => CONTAINERS[name].extensions.includes(extension));
};

const extensions = (): string =>
  CONTAINER_NAMES.flatMap((name) => CONTAINERS[name].extensions).join(', ');

/**
 * The container of a target.
 *
 * @throws AudioFlowError `unsupported` where it cannot be told, or does not take what is asked for.
 */
export const chooseContainer = (
  owner: string,
  target: string | ByteSink,
  { container, cover, mp4 }: Pick<ContainerOptions, 'container' | 'cover' | 'mp4'>,
): ContainerName => {
  const found = container ?? (typeof target === 'string' ? byExtension(target) : undefined);
  if (found === undefined) {
    const wish =
      typeof target === 'string'
        ? `a path ending in ${extensions()}, or the option container, got ${target}`
        : `the option container (${CONTAINER_NAMES.join(', ')}) with a target that is no path`;
    throw new AudioFlowError('unsupported', `${owner}: expected ${wish}`, {
      details: typeof target === 'string' ? { path: target } : {},
    });
  }
  if (cover !== undefined && CONTAINERS[found].cover === undefined) {
    const takers = CONTAINER_NAMES.filter((name) => CONTAINERS[name].cover !== undefined);
    throw new AudioFlowError(
      'unsupported',
      `${owner}: ${found} has no place for a cover: expected ${takers.join(', ')}`,
      { details: { container: found, field: 'cover' } },
    );
  }
  checkPlace(owner, target, { container: found, mp4 });
  return found;
};

/** A target that cannot go back takes only what is written in one go. */
const checkPlace = (
  owner: string,
  target: string | ByteSink,
  { container, mp4 }: { readonly container: ContainerName; readonly mp4: Mp4Layout | undefined },
): void => {
  if (typeof target === 'string' || target.random !== undefined) return;
  const takers = CONTAINER_NAMES.filter((name) => CONTAINERS[name].live);
  if (!CONTAINERS[container].live || (mp4 !== undefined && mp4 !== 'fragmented')) {
    const got = mp4 === undefined ? container : `${container} (${mp4})`;
    throw new AudioFlowError(
      'unsupported',
      `${owner}: ${got} cannot be written without going back: expected a path, toBytes(), or one of ` +
        `${takers.join(', ')} (mp4 fragmented)`,
      { details: { container } },
    );
  }
};
