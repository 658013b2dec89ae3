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
// Tags elsewhere
export { parseApe } from './tags/parse-ape.js';
export type { EndTag } from './tags/parse-ape.js';
export { parseId3v1 } from './tags/parse-id3v1.js';
export { parseInfoList } from './wav/index.js';
// What files hold
export type { AudioStreamInfo, AttachedPicture } from './stream-info.types.js';
