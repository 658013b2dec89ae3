import { describeHostile } from '../fixtures/describe-hostile.js';

describeHostile('native', 600);
describeHostile('fork', 60);
