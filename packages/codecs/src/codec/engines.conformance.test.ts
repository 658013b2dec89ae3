import { describeCodecEngine } from '../fixtures/describe-codec-engine.js';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';
import { aac } from './aac.js';
import { mp3 } from './mp3.js';

/** The suite that the native engine passes, on the engines that work in other processes. */
const describeEngine = (engine: 'fork' | 'process'): void => {
  describeCodecEngine(`mp3 on ${engine}`, {
    codec: mp3,
    encodeOptions: { engine },
    decodeOptions: { engine },
    frameSize: 1152,
    priming: 1105,
    sampleRates: [48_000, 44_100, 16_000],
    channelCounts: [2, 1],
    minSnrDb: 25,
    rechunks: true,
    seconds: 1,
  });
  describeCodecEngine(`aac on ${engine}`, {
    codec: aac,
    encodeOptions: { engine, bitrate: 256_000 },
    decodeOptions: { engine },
    frameSize: 1024,
    priming: 1024,
    sampleRates: [48_000, 96_000],
    channelCounts: [2, 1, 3, 4, 5, 6, 8],
    minSnrDb: 25,
    rechunks: true,
    seconds: 1,
  });
};

describeEngine('fork');
describeWithFfmpeg('with an ffmpeg program', () => describeEngine('process'));
