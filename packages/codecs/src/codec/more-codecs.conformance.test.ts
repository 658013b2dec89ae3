import { describeCodecEngine } from '../fixtures/describe-codec-engine.js';
import { adpcmIma } from './adpcm-ima.js';
import { alac } from './alac.js';
import { flac } from './flac.js';
import { g722 } from './g722.js';
import { opus } from './opus.js';
import { vorbis } from './vorbis.js';
import { wavpack } from './wavpack.js';

const native = { engine: 'native' } as const;
const common = { decodeOptions: native, rechunks: true, seconds: 1 };
const lossless = { ...common, priming: 0, minSnrDb: 120 };
const SPEAKERS = [2, 1, 3, 4, 5, 6, 7, 8];

describeCodecEngine('opus on native', {
  ...common,
  codec: opus,
  encodeOptions: native,
  frameSize: 960,
  priming: 312,
  sampleRates: [48_000],
  channelCounts: SPEAKERS,
  minSnrDb: 15,
});

describeCodecEngine('vorbis on native', {
  ...common,
  codec: vorbis,
  encodeOptions: { ...native, quality: 6 },
  frameSize: 1024,
  priming: 128,
  sampleRates: [48_000, 44_100, 32_000],
  channelCounts: SPEAKERS,
  minSnrDb: 20,
});

describeCodecEngine('flac on native', {
  ...lossless,
  codec: flac,
  encodeOptions: native,
  frameSize: 4608,
  sampleRates: [48_000, 44_100, 96_000, 8000, 192_000],
  channelCounts: SPEAKERS,
});

describeCodecEngine('alac on native', {
  ...lossless,
  codec: alac,
  encodeOptions: native,
  frameSize: 4096,
  sampleRates: [44_100, 48_000, 96_000, 8000],
  channelCounts: SPEAKERS,
});

describeCodecEngine('wavpack on native', {
  ...lossless,
  codec: wavpack,
  encodeOptions: { ...native, sampleType: 'f32' },
  frameSize: 24_000,
  sampleRates: [48_000, 44_100, 96_000, 8000],
  channelCounts: SPEAKERS,
});

describeCodecEngine('g722 on native', {
  ...common,
  codec: g722,
  seconds: 12,
  encodeOptions: native,
  frameSize: 320,
  priming: 22,
  sampleRates: [16_000],
  channelCounts: [1],
  minSnrDb: 15,
});

describeCodecEngine('adpcm_ima_wav on native', {
  ...common,
  codec: adpcmIma,
  encodeOptions: native,
  frameSize: 1017,
  priming: 0,
  sampleRates: [48_000, 44_100, 22_050],
  channelCounts: [2, 1],
  minSnrDb: 15,
});
