import { describeMoreCodecs } from '../fixtures/describe-more-codecs.js';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';

describeMoreCodecs('fork', 'lean');
describeWithFfmpeg('with an ffmpeg program', () => describeMoreCodecs('process', 'lean'));
