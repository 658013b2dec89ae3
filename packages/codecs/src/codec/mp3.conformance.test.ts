import { describeCodec } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { describeCodecEngine } from '../fixtures/describe-codec-engine.js';
import { mp3 } from './mp3.js';

describeCodec(
  'mp3',
  { codec: mp3, encodeOptions: [], decodeOptions: [], frameSize: 1152, minSnrDb: 20 },
  { describe, it, expect },
);

describeCodecEngine('mp3 on native', {
  codec: mp3,
  encodeOptions: { engine: 'native' },
  decodeOptions: { engine: 'native' },
  frameSize: 1152,
  priming: 1105,
  sampleRates: [48_000, 44_100, 32_000],
  channelCounts: [2, 1],
  minSnrDb: 25,
  rechunks: true,
});

describeCodecEngine('mp3 on native, half and quarter rates', {
  codec: mp3,
  encodeOptions: { engine: 'native' },
  decodeOptions: { engine: 'native' },
  frameSize: 576,
  priming: 1105,
  sampleRates: [24_000, 22_050, 16_000, 12_000, 11_025, 8000],
  channelCounts: [1],
  minSnrDb: 20,
  rechunks: true,
});
