export type { DemuxWavOptions } from './demux-wav.js';
export { demuxWav } from './demux-wav.js';
export type { MuxWavOptions } from './mux-wav.js';
export { muxWav } from './mux-wav.js';
export type { Tags, WavInfo, WavSampleType } from './wav-format.types.js';
export type { WavFormat } from './wav-header.js';
export { wavHeader } from './wav-header.js';
export type { WavReaderOptions } from './wav-reader.js';
export { createWavReader } from './wav-reader.js';
