import { writeSync } from 'node:fs';
import { loadNativeLibrary, type NativeLibrary } from '@audioflow/codecs/engine';
import { isAudioFlowError } from '@audioflow/core';
import { createLogPacketWriter, logHead, logRecord } from '../packet-log/index.js';
import {
  DEMUX_RECORD,
  type DemuxRequest,
  packInfo,
  type SentDemuxError,
} from './demux-messages.js';
import { openNativeInput } from './native-input.js';
import { demuxNative } from './native-packets.js';
import { describeNativeInput } from './native-stream-info.js';

/**
 * The program of the child: it reads a container on standard input by blocking reads, which FFmpeg's
 * demuxers need, and writes a packet log, with records of its own among them, to standard output; then the
 * next one, on the next of its pipes, into the same log. The pipes are the back-pressure. It ends when all
 * have ended, or when nobody reads.
 */
const OUTPUT = 1;
/** Behind the usual three. */
const FIRST_PIPE = 3;
const nap = new Int32Array(new SharedArrayBuffer(4));

const errno = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;

const put = (bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(OUTPUT, bytes, at);
    } catch (error) {
      // Some systems hand on a pipe that does not block.
      if (errno(error) === 'EAGAIN') Atomics.wait(nap, 0, 0, 2);
      else process.exit(errno(error) === 'EPIPE' ? 0 : 1);
    }
  }
};

const fail = (error: unknown): void => {
  const sent: SentDemuxError = isAudioFlowError(error)
    ? { code: error.code, message: error.message }
    : { code: 'io', message: `demux child: ${String(error)}` };
  put(logRecord(DEMUX_RECORD.error, [new TextEncoder().encode(JSON.stringify(sent))]));
};

const serve = (library: NativeLibrary, fd: number, { stream }: DemuxRequest): void => {
  const input = openNativeInput(library, { fd }, stream);
  try {
    const info = describeNativeInput(library, input);
    put(logRecord(DEMUX_RECORD.info, [packInfo(info)]));
    const writer = createLogPacketWriter();
    for (const packet of demuxNative(library, input, { info: info.stream }))
      if (packet !== undefined) put(writer.add(packet));
    put(writer.end());
  } finally {
    input.close();
  }
};

put(logHead());
try {
  const request: DemuxRequest = JSON.parse(process.argv[2] ?? '{}');
  const library = await loadNativeLibrary();
  for (let i = 0; i < request.streams; i++)
    serve(library, i === 0 ? 0 : FIRST_PIPE + i - 1, request);
} catch (error) {
  // Whoever reads this ends the process.
  fail(error);
}
process.exit(0);
