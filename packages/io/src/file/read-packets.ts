import { AudioFlowError, checkOptions, type Packet, type PacketStream } from '@audioflow/core';
import { map, throwError } from 'rxjs';
import * as z from 'zod';
import type { ReadAudioOptions } from './audio-file.types.js';
import { checkRead } from './open-source.js';
import type { AudioSource } from './source/audio-source.types.js';
import { whileOpen } from './while-open.js';

/** Options of {@link readPackets}. */
export type ReadPacketsOptions = Pick<
  ReadAudioOptions,
  'stream' | 'spool' | 'spoolLimitBytes' | 'limits' | 'signal'
>;

const codecSchema = z.looseObject({ id: z.string('expected a codec') });
const isCodec = (value: object): value is { readonly id: string } => 'id' in value;

const noPackets = (codec: string): AudioFlowError =>
  new AudioFlowError(
    'unsupported',
    `readPackets: expected a file of packets, got uncompressed samples (${codec}): use readAudio`,
  );

/**
 * Reads the packets of an audio source, without decoding them, no faster than downstream takes them.
 *
 * Trims of the first and last packets are those that the container tells. Wav files have no packets.
 *
 * @param source As for {@link readAudio}.
 * @param codec The codec that is expected; without it the packets are those of whatever codec is found.
 * @throws AudioFlowError `invalid-option` at once; through the stream what {@link openAudio} rejects with,
 * `unsupported` (another codec, or no packets), `aborted`.
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
export function readPackets<C extends string>(
  source: AudioSource,
  codec: { readonly id: C },
  options?: ReadPacketsOptions,
): PacketStream<C>;
export function readPackets(source: AudioSource, options?: ReadPacketsOptions): PacketStream;
export function readPackets(
  source: AudioSource,
  second: { readonly id: string } | ReadPacketsOptions = {},
  third: ReadPacketsOptions = {},
): PacketStream {
  const wanted = isCodec(second) ? checkOptions('readPackets', codecSchema, second).id : undefined;
  const options: ReadPacketsOptions = isCodec(second) ? third : second;
  const checked = checkRead('readPackets', source, options);
  const expect = (packet: Packet): Packet => {
    if (wanted === undefined || packet.codec === wanted) return packet;
    throw new AudioFlowError(
      'unsupported',
      `readPackets: expected packets of ${wanted}, got ${packet.codec}: name that codec, or none`,
    );
  };
  return whileOpen('readPackets', { source, options: checked }, ({ packets, info }) =>
    (packets ?? throwError(() => noPackets(info.codec))).pipe(map(expect)),
  );
}
