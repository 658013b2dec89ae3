// WAVE
export {
  createWavReader,
  demuxWav,
  framesOfWav,
  muxWav,
  tagChunks,
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
// AIFF
export { AIFF_ENCODINGS, aiffEncoding } from './aiff/aiff-encoding.js';
export { aiffHeader } from './aiff/aiff-header.js';
export type { AiffEncoding, AiffFormat } from './aiff/aiff-header.js';
// CAF
export { findCafInfo, parseCafInfo } from './caf/caf-info.js';
// Matroska
export { isMatroska, solePadding } from './matroska/sole-padding.js';
// ID3
export { gaplessTag } from './id3/gapless-tag.js';
export type { GaplessInfo } from './id3/gapless-tag.js';
export { id3Bytes, parseId3 } from './id3/parse-id3.js';
export type { Id3Tag } from './id3/parse-id3.js';
export { id3Tag } from './id3/id3-tag.js';
export type { Id3Contents } from './id3/id3-tag.js';
// Covers
export { imageSize } from './cover/image-size.js';
export { coverTags } from './cover/cover-tags.js';
// Writing
export { CONTAINER_NAMES, CONTAINERS } from './mux/containers.js';
export type { Container, ContainerName, CoverPlace } from './mux/containers.js';
export { flacLength } from './mux/flac-length.js';
export { moveIndex } from './mux/move-index.js';
export type { RandomAccess } from './mux/move-index.js';
export { samplePacking } from './mux/sample-packing.js';
export { cutSamples } from './mux/cut-samples.js';
export { createPlacer } from './mux/create-placer.js';
export type { Placer, PlacerOptions } from './mux/create-placer.js';
// Tags elsewhere
export { PICTURE_KINDS } from './tags/picture-kind.js';
export type { PictureKind } from './tags/picture-kind.js';
export { parseApe } from './tags/parse-ape.js';
export type { EndTag } from './tags/parse-ape.js';
export { parseId3v1 } from './tags/parse-id3v1.js';
export { parseInfoList } from './wav/index.js';
// What files hold
export type { AudioStreamInfo, AttachedPicture } from './stream-info.types.js';
