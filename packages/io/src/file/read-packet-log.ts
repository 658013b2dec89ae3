import {
  type AudioFlowError,
  bindDemand,
  checkOptions,
  diagnostics,
  type PacketStream,
  transform,
} from '@audioflow/core';
import { catchError, defer, mergeMap, takeUntil } from 'rxjs';
import * as z from 'zod';
import { createPacketLogKernel } from '../container/packet-log/index.js';
import { abortNotifier } from './abort-error.js';
import { nameFile } from './file-error.js';
import { callbackSchema, signalSchema } from './option-schemas.js';
import type { AudioSource } from './source/audio-source.types.js';
import { checkSource, resolveSource } from './source/resolve-source.js';

/** Options of {@link readPacketLog}. */
export interface ReadPacketLogOptions {
  /** Called where a log is cut or damaged. Default: a warning through `diagnostics`. */
  readonly onWarning?: ((warning: AudioFlowError) => void) | undefined;
  /** Aborts: the source is closed, the stream fails with `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

const schema = z.strictObject({
  onWarning: callbackSchema<(warning: AudioFlowError) => void>().optional(),
  signal: signalSchema.optional(),
});

const warn = ({ message, details }: AudioFlowError): void =>
  diagnostics.warn({ operator: 'readPacketLog', message, details });

/**
 * Reads the packets of a log that {@link writePacketLog} has made, as they were, no faster than downstream
 * takes them. One that is cut or damaged is read up to there, with a warning.
 *
 * @param source As for {@link readAudio}.
 * @throws AudioFlowError `invalid-option` at once; through the stream `malformed-data` (no packet log),
 * `unsupported` (a later version), `io`, `aborted`.
 *
 * @example
 * import { of } from 'rxjs';
 * import { readPacketLog } from '@audioflow/io';
 * const head = Uint8Array.of(0x41, 0x46, 0x50, 0x4b, 13, 10, 26, 10, 1, 0, 0, 0);
 * const warnings = [];
 * readPacketLog(of(head), { onWarning: (warning) => warnings.push(warning.code) }).subscribe({
 *   complete: () => console.log(warnings), // [ 'malformed-data' ]
 * });
 */
export const readPacketLog = (
  source: AudioSource,
  options: ReadPacketLogOptions = {},
): PacketStream => {
  checkSource('readPacketLog', source);
  const { onWarning = warn, signal } = checkOptions('readPacketLog', schema, options);
  const packets = defer(() => resolveSource('readPacketLog', source)).pipe(
    bindDemand(),
    mergeMap(({ open, name }) =>
      open().pipe(
        transform(() => createPacketLogKernel(onWarning), { name: 'readPacketLog' }),
        catchError((error: unknown) => {
          throw nameFile(error, name);
        }),
      ),
    ),
  );
  return signal === undefined
    ? packets
    : packets.pipe(takeUntil(abortNotifier('readPacketLog', signal)));
};
