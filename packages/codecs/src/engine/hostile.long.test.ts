import { describeHostile } from '../fixtures/describe-hostile.js';

describeHostile('native', 20_000);
describeHostile('fork', 20_000);
