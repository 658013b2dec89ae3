import { describeAllMatrices } from '../fixtures/describe-all-matrices.js';

describeAllMatrices('native', 'thin');
