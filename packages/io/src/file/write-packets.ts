import { checkOptions, type Packet, type Sink } from '@audioflow/core';
import * as z from 'zod';
import type { ByteSink } from './byte-sink.js';
import { checkTarget } from './check-target.js';
import {
  type ContainerOptions,
  chooseContainer,
  containerShape,
  targetSchema,
} from './container-options.js';
import { createFileSink } from './file-sink.js';
import { openPacketTrack } from './packet-track.js';

/** Options of {@link writePackets}. */
export type WritePacketsOptions = ContainerOptions;

const schema = z.strictObject({ target: targetSchema, ...containerShape });

/**
 * Makes a sink that writes encoded packets to a file, without encoding anything again.
 *
 * As {@link writeAudio} it makes the file atomically, with what keeps its length exact. Packets are joined
 * by their durations: a gap in their `pts` is closed.
 *
 * @param target As of {@link writeAudio}.
 * @throws AudioFlowError `invalid-option`, `unsupported` (the extension), `io` (no such folder) at once;
 * while writing `unsupported` (a codec, or trims, that the container does not have), `format-changed`,
 * `malformed-data`, `invalid-state` (no packet came), `unavailable` (node-av), `io`.
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
export const writePackets = (
  target: string | ByteSink,
  options: WritePacketsOptions = {},
): Sink<Packet> => {
  const checked = checkOptions('writePackets', schema, { target, ...options });
  const container = chooseContainer('writePackets', checked.target, checked);
  if (typeof target === 'string') checkTarget('writePackets', target);
  const { tags, cover, mp4 } = checked;
  return createFileSink<Packet>({
    owner: 'writePackets',
    target,
    open: (file, first) =>
      openPacketTrack(file, first, { owner: 'writePackets', container, tags, cover, mp4 }),
  });
};
