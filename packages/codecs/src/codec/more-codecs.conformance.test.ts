import { describeMoreCodecs } from '../fixtures/describe-more-codecs.js';

describeMoreCodecs('native', 'whole');
