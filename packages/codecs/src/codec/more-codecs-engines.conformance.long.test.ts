import { describeMoreCodecs } from '../fixtures/describe-more-codecs.js';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';

describeMoreCodecs('fork', 'whole');
describeWithFfmpeg('with an ffmpeg program', () => describeMoreCodecs('process', 'whole'));
