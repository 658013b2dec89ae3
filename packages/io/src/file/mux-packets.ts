import { checkOptions, type Packet, transformAsync } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { openByteSink } from './byte-sink.js';
import { type ContainerOptions, chooseContainer, containerShape } from './container-options.js';
import type { FileTrack } from './file-sink.js';
import { openPacketTrack } from './packet-track.js';

/** Options of {@link muxPackets}. */
export interface MuxPacketsOptions extends Pick<ContainerOptions, 'tags' | 'cover'> {
  /** Not `caf`, `aiff` and `wavpack`: these cannot be written in one go. */
  readonly container: NonNullable<ContainerOptions['container']>;
}

const owner = 'muxPackets';
const { container, tags, cover } = containerShape;
const schema = z.strictObject({ container, tags, cover });

/**
 * Puts packets into a container whose bytes leave at once, for a socket, a pipe or an HTTP answer: Ogg,
 * fragmented MP4, live WebM and Matroska, FLAC, MP3, ADTS, wav and raw samples.
 *
 * Nothing is written twice, so sizes and lengths that a file has at its start are unknown, or not there: mp3
 * has no information frame, ADTS no tag of its priming. MP4 comes in fragments of half a second, Ogg in
 * pages of a fifth.
 *
 * @throws AudioFlowError `invalid-option`, `unsupported` (the container) at once; through the stream those of
 * `writePackets`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { encode } from '@audioflow/core/codec';
 * import { aac } from '@audioflow/codecs';
 * import { muxPackets } from '@audioflow/io';
 * const kinds = [];
 * const bytes = sine({ duration: 1, sampleRate: 48000 }).pipe(encode(aac), muxPackets({ container: 'mp4' }));
 * await run(bytes, { write: (b) => { kinds.push(String.fromCharCode(...b.subarray(4, 8))); } });
 * console.log(kinds[0]); // ftyp
 */
export const muxPackets = (options: MuxPacketsOptions): OperatorFunction<Packet, Uint8Array> => {
  const checked = checkOptions(owner, schema, options);
  const chosen = chooseContainer(owner, { write: () => undefined }, checked);
  const trackOptions = { owner, container: chosen, tags: checked.tags, cover: checked.cover };
  return transformAsync(
    () => {
      let track: FileTrack<Packet> | undefined;
      let emit: (bytes: Uint8Array) => boolean | Promise<boolean> = () => false;
      const file = openByteSink({
        async write(bytes) {
          await emit(bytes);
        },
      });
      return {
        async next(packet, out) {
          emit = out;
          track ??= await openPacketTrack(file, packet, trackOptions);
          await track.add(packet);
          await file.drain();
        },
        async flush(out) {
          emit = out;
          await track?.finish();
          await file.drain();
        },
        dispose: () => track?.release?.(),
      };
    },
    { name: owner },
  );
};
