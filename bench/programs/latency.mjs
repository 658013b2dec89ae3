/** `node latency.mjs mp3|aac|opus|flac|vorbis chunks paceMs`: how long after a chunk is pushed its packet comes out, in ms. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createFrame } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import { Subject } from 'rxjs';
import { CODECS } from './codec-table.mjs';

const [name, count, pace] = process.argv.slice(2);
const chunks = new Subject();
const latencies = [];
let pushedAt = 0;
const { codec, options } = CODECS[name];
const encoder = encode(codec, options);
chunks.pipe(encoder).subscribe(() => latencies.push(performance.now() - pushedAt));

const LENGTH = 1024;
for (let i = 0; i < Number(count); i++) {
  const planes = [0, 1].map((channel) =>
    Float32Array.from({ length: LENGTH }, (_, k) => {
      const t = (i * LENGTH + k) / 48_000;
      return 0.3 * Math.sin(2 * Math.PI * (440 + channel) * t) + 0.1 * (Math.random() - 0.5);
    }),
  );
  const frame = createFrame(planes, { sampleRate: 48_000, pts: i * LENGTH });
  pushedAt = performance.now();
  chunks.next(frame);
  await sleep(Number(pace));
}
chunks.complete();
// The first ones wait for the engine to load.
console.log(JSON.stringify(latencies.slice(20)));
