// WAVE
export {
  createWavReader,
  demuxWav,
  framesOfWav,
  muxWav,
  wavHeader,
} from './wav/index.js';
export type {
  DemuxWavOptions,
  MuxWavOptions,
  Tags,
  WavFormat,
  WavInfo,
  WavReaderOptions,
  WavSampleType,
} from './wav/index.js';
// ID3
export { gaplessTag } from './id3/gapless-tag.js';
export type { GaplessInfo } from './id3/gapless-tag.js';
export { id3Bytes, parseId3 } from './id3/parse-id3.js';
export type { Id3Tag } from './id3/parse-id3.js';
// What files hold
export type { AudioStreamInfo, CoverArt } from './stream-info.types.js';
