import { describeCodec } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { describeCodecEngine } from '../fixtures/describe-codec-engine.js';
import { aac } from './aac.js';

describeCodec(
  'aac',
  { codec: aac, encodeOptions: [], decodeOptions: [], frameSize: 1024, minSnrDb: 20 },
  { describe, it, expect },
);

describeCodecEngine('aac on native', {
  codec: aac,
  encodeOptions: { engine: 'native', bitrate: 256_000 },
  decodeOptions: { engine: 'native' },
  frameSize: 1024,
  priming: 1024,
  sampleRates: [48_000, 96_000, 88_200, 64_000, 44_100, 32_000, 24_000],
  channelCounts: [2, 1, 3, 4, 5, 6, 8],
  minSnrDb: 25,
  rechunks: true,
});

describeCodecEngine('aac on native, mono at low rates', {
  codec: aac,
  encodeOptions: { engine: 'native' },
  decodeOptions: { engine: 'native' },
  frameSize: 1024,
  priming: 1024,
  sampleRates: [22_050, 16_000, 12_000, 11_025, 8000, 7350],
  channelCounts: [1],
  minSnrDb: 20,
  rechunks: true,
});
