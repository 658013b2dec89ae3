import { describe, jest } from '@jest/globals';
import { describeAllMatrices } from '../fixtures/describe-all-matrices.js';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';

jest.setTimeout(300_000);

describe('on native', () => describeAllMatrices('native', 'whole'));
describe('on fork', () => describeAllMatrices('fork', 'thin'));
describeWithFfmpeg('on process', () => describeAllMatrices('process', 'thin'));
