export { createLogPacketReader, createLogPacketWriter, LOG_RECORD } from './log-packets.js';
export type { LogPacketReader, LogPacketWriter } from './log-packets.js';
export { createLogRecordParser, isPacketLog, logHead, logRecord } from './log-records.js';
export type { LogRecord, LogRecordParser } from './log-records.js';
export { createPacketLogKernel } from './packet-log-kernel.js';
