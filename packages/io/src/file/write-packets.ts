import { extname } from 'node:path';
import { AudioFlowError, checkOptions, type Packet, type Sink } from '@audioflow/core';
import * as z from 'zod';
import { checkTarget } from './check-target.js';
import { createFileSink } from './file-sink.js';
import { pathSchema } from './option-schemas.js';
import { createPacketTrack, type ElementaryId } from './packet-track.js';

/** Options of {@link writePackets}. */
export interface WritePacketsOptions {
  /** Default by extension: .mp3, .aac or .adts. */
  readonly codec?: ElementaryId | undefined;
}

const schema = z.strictObject({ path: pathSchema, codec: z.enum(['mp3', 'aac']).optional() });

const extensions: Readonly<Record<string, ElementaryId>> = {
  '.mp3': 'mp3',
  '.aac': 'aac',
  '.adts': 'aac',
};

/**
 * Makes a sink that writes encoded packets to an mp3 or ADTS file, without encoding anything again.
 *
 * As {@link writeAudio} it makes the file atomically, with the information frame or tag that keeps its
 * length exact.
 *
 * @throws AudioFlowError `invalid-option`, `unsupported` (the extension), `io` (no such folder) at once;
 * while writing `unsupported` (another codec), `format-changed`, `malformed-data`, `invalid-state` (no
 * packet came), `io`.
 *
 * @example
 * import { mkdtemp, readdir, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { run, sine } from '@audioflow/core';
 * import { encode } from '@audioflow/core/codec';
 * import { mp3 } from '@audioflow/codecs';
 * import { writePackets } from '@audioflow/io';
 * const folder = await mkdtemp(join(tmpdir(), 'audioflow-'));
 * const tone = sine({ duration: 0.5, sampleRate: 48_000 });
 * await run(tone.pipe(encode(mp3)), writePackets(join(folder, 'tone.mp3')));
 * console.log(await readdir(folder)); // [ 'tone.mp3' ]
 * await rm(folder, { recursive: true });
 */
export const writePackets = (path: string, options: WritePacketsOptions = {}): Sink<Packet> => {
  const checked = checkOptions('writePackets', schema, { path, ...options });
  const codec = checked.codec ?? extensions[extname(path).toLowerCase()];
  if (codec === undefined) {
    throw new AudioFlowError(
      'unsupported',
      `writePackets: expected a path ending in .mp3, .aac or .adts, or the option codec, got ${path}`,
      { details: { path } },
    );
  }
  checkTarget('writePackets', path);
  return createFileSink<Packet>({
    owner: 'writePackets',
    path,
    open: (file, first) => createPacketTrack(codec, file, first),
  });
};
