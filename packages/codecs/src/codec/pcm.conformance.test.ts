import { describeCodec } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { describeCodecEngine } from '../fixtures/describe-codec-engine.js';
import { pcm } from './pcm.js';

describeCodec(
  'pcm',
  { codec: pcm, encodeOptions: [], decodeOptions: [], frameSize: 1024, minSnrDb: 80 },
  { describe, it, expect },
);

describeCodecEngine('pcm f32', {
  codec: pcm,
  encodeOptions: { sampleType: 'f32' },
  decodeOptions: {},
  frameSize: 1024,
  priming: 0,
  sampleRates: [48_000, 44_100, 8000, 192_000, 11_111],
  channelCounts: [2, 1, 6, 11],
  minSnrDb: 200,
  rechunks: false,
});
