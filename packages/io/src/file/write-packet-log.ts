import { type FileHandle, open } from 'node:fs/promises';
import { AudioFlowError, checkOptions, type Packet, type Sink } from '@audioflow/core';
import * as z from 'zod';
import { createLogPacketWriter, logHead } from '../container/packet-log/index.js';
import { checkTarget } from './check-target.js';
import { fileError } from './file-error.js';
import { pathSchema } from './option-schemas.js';

const schema = z.strictObject({ path: pathSchema });
const WISH = 'a writable file';

/**
 * Makes a sink that logs packets as they are: their codec, times, trims and configuration, whatever the
 * codec, and changes of it in mid-stream.
 *
 * Unlike other files a log grows under its name, packet by packet, so that one that was cut short, by a
 * crash too, can be read up to there. `docs/packet-log.md` has the layout.
 *
 * @param path The file to make, `.afpk` by habit; an older one is replaced.
 * @throws AudioFlowError `invalid-option`, `io` (no such folder) at once; while writing `malformed-data`
 * (times that are no integers), `io`.
 *
 * @example
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { run, sine } from '@audioflow/core';
 * import { encode } from '@audioflow/core/codec';
 * import { mp3 } from '@audioflow/codecs';
 * import { readPacketLog, writePacketLog } from '@audioflow/io';
 * const folder = await mkdtemp(join(tmpdir(), 'audioflow-'));
 * const path = join(folder, 'tone.afpk');
 * await run(sine({ duration: 1, sampleRate: 48_000 }).pipe(encode(mp3)), writePacketLog(path));
 * const report = await run(readPacketLog(path), { write: () => {} });
 * console.log(report.items); // 43
 * await rm(folder, { recursive: true });
 */
export const writePacketLog = (path: string): Sink<Packet> => {
  checkOptions('writePacketLog', schema, { path });
  checkTarget('writePacketLog', path);
  const writer = createLogPacketWriter();
  let state: 'open' | 'closed' | 'aborted' = 'open';
  let opening: Promise<FileHandle> | undefined;
  let busy: Promise<unknown> = Promise.resolve();

  const guard = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (cause) {
      throw fileError('writePacketLog', { path, wish: WISH }, cause);
    }
  };
  const begin = async (): Promise<FileHandle> => {
    const file = await open(path, 'w');
    await file.writeFile(logHead());
    return file;
  };
  const append = async (bytes: Uint8Array): Promise<void> => {
    opening ??= begin();
    const file = await opening;
    await file.writeFile(bytes);
  };
  const check = (call: string): void => {
    if (state === 'open') return;
    throw new AudioFlowError(
      'invalid-state',
      `writePacketLog: ${call} on a sink that is ${state}: make a new one for ${path}`,
    );
  };
  return {
    write: (packet) => {
      check('write');
      const bytes = writer.add(packet);
      const work = guard(() => append(bytes));
      busy = work.catch(() => undefined);
      return work;
    },
    close: () => {
      check('close');
      state = 'closed';
      return guard(async () => {
        await append(writer.end());
        const file = await opening;
        await file?.sync();
        await file?.close();
      });
    },
    // What was logged stays, without the end record.
    abort: async () => {
      if (state !== 'open') return;
      state = 'aborted';
      await busy;
      const file = await opening?.catch(() => undefined);
      await file?.close();
    },
  };
};
