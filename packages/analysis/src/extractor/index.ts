// In place
export { AudioFeatureExtractor } from './audio-feature-extractor.js';
export type {
  ExtractedFrame,
  ExtractorOptions,
  FeatureLayout,
  FeatureName,
  FeatureSelection,
  FeatureValues,
  OnExtractedFrame,
  PcmBlock,
  QuantizedOptions,
} from './extractor.types.js';
// In a worker
export type { ExtractorClient, ExtractorClientOptions, PushOptions } from './extractor-client.js';
export { createExtractorClient } from './extractor-client.js';
export type { ExtractorPort, NodePort, WebPort } from './extractor-port.js';
export { serveExtractor } from './serve-extractor.js';
// As a service
export type { DecodeRequest, FeatureHandlerOptions } from './feature-handler.types.js';
export { featureHandler } from './feature-handler.js';
export type { FeatureRecording } from './feature-recording.js';
export { decodeFeatures, FEATURE_MEDIA_TYPE } from './feature-recording.js';
