import { bindDemand, checkOptions, type PacketStream } from '@audioflow/core';
import { catchError, defer, mergeMap, takeUntil } from 'rxjs';
import * as z from 'zod';
import { abortNotifier } from './abort-error.js';
import { nameFile } from './file-error.js';
import { readHead } from './file-head.js';
import { elementaryPackets } from './open-elementary.js';
import { pathSchema, signalSchema } from './option-schemas.js';
import type { ElementaryId } from './packet-track.js';

/** Options of {@link readPackets}. */
export interface ReadPacketsOptions {
  /** Aborts: the file is closed, the stream fails with `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

const schema = z.strictObject({
  path: pathSchema,
  codec: z.looseObject({ id: z.enum(['mp3', 'aac'], 'expected mp3 or aac') }),
  signal: signalSchema.optional(),
});

/**
 * Reads the packets of an mp3 or ADTS file, without decoding them, no faster than downstream takes them.
 *
 * Trims of the first and last packets come from the file's information frame or tag.
 *
 * @param codec `mp3` or `aac`.
 * @throws AudioFlowError `invalid-option` at once; through the stream `io`, `malformed-data` (an empty
 * file), `unsupported`, `aborted`.
 *
 * @example
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { run, sine } from '@audioflow/core';
 * import { mp3 } from '@audioflow/codecs';
 * import { readPackets, writeAudio, writePackets } from '@audioflow/io';
 * const folder = await mkdtemp(join(tmpdir(), 'audioflow-'));
 * await run(sine({ duration: 1, sampleRate: 48_000 }), writeAudio(join(folder, 'a.mp3')));
 * const copied = await run(readPackets(join(folder, 'a.mp3'), mp3), writePackets(join(folder, 'b.mp3')));
 * console.log(copied.items); // 43
 * await rm(folder, { recursive: true });
 */
export const readPackets = <C extends ElementaryId>(
  path: string,
  codec: { readonly id: C },
  options: ReadPacketsOptions = {},
): PacketStream<C> => {
  const { signal } = checkOptions('readPackets', schema, { path, codec, ...options });
  const packets = defer(() => readHead('readPackets', path)).pipe(
    bindDemand(),
    mergeMap((head) => elementaryPackets(codec, head)),
    catchError((error: unknown) => {
      throw nameFile(error, path);
    }),
  );
  return signal === undefined
    ? packets
    : packets.pipe(takeUntil(abortNotifier('readPackets', signal)));
};
