import { AudioFlowError, type Packet, type Transform } from '@audioflow/core';
import { createLogPacketReader, LOG_RECORD } from './log-packets.js';
import { createLogRecordParser } from './log-records.js';

/** Turns the bytes of a packet log into packets; what is damaged ends them with a warning. */
export const createPacketLogKernel = (
  onWarning: (warning: AudioFlowError) => void,
): Transform<Uint8Array, Packet> => {
  const parser = createLogRecordParser();
  const reader = createLogPacketReader();
  let packets = 0;
  let ended = false;
  let warned = false;
  const warn = (text: string): void => {
    if (warned) return;
    warned = true;
    const message = `packet log: ${text}: what comes after packet ${packets} is lost`;
    onWarning(new AudioFlowError('malformed-data', message, { details: { packets } }));
  };
  return {
    next: (bytes, emit) => {
      for (const record of parser.push(bytes)) {
        const packet = reader.take(record);
        ended = record.type === LOG_RECORD.end;
        if (packet === undefined) continue;
        packets++;
        if (!emit(packet)) return;
      }
      if (parser.damage !== undefined) warn(parser.damage);
    },
    flush: () => {
      if (ended) return;
      if (!parser.begun) {
        throw new AudioFlowError(
          'malformed-data',
          'packet log: expected a head of 12 bytes, got the end of the stream',
        );
      }
      warn(parser.rest > 0 ? 'it is cut within a record' : 'it has no end');
    },
  };
};
