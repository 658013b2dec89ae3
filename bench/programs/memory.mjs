/**
 * `node --expose-gc memory.mjs mp3|aac hours`: heap and external memory after collection, while a list of
 * packets goes round through decode, resample and encode for simulated hours.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { aac, mp3 } from '@audioflow/codecs';
import { createFrame, fromFrames, fromPull, resample, run } from '@audioflow/core';
import { decode, encode } from '@audioflow/core/codec';

const [name, hours] = process.argv.slice(2);
const codec = name === 'mp3' ? mp3 : aac;
const RATE = 24_000;
const HOUR = 3600 * RATE;
const OUT_HOUR = 3600 * 16_000;

const packets = [];
const tone = Float32Array.from({ length: 30 * RATE }, (_, i) => {
  const t = i / RATE;
  return 0.3 * Math.sin(2 * Math.PI * (300 + 10 * t) * t) + 0.05 * Math.sin(i * i);
});
const clip = createFrame([tone], { sampleRate: RATE });
await run(fromFrames([clip]).pipe(encode(codec)), { write: (packet) => void packets.push(packet) });

const loop = fromPull(function* () {
  let pts = 0;
  while (pts < Number(hours) * HOUR) {
    for (const { trimStart, trimEnd, ...packet } of packets) {
      yield { ...packet, pts };
      pts += packet.duration;
    }
  }
});

const samples = [];
let next = 0;
const sampleMemory = async (pts) => {
  // Buffers are freed beside the program: a second collection waits for the first one's sweep.
  for (let i = 0; i < 2; i++) {
    globalThis.gc();
    await sleep(20);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const heapAndExternal = (heapUsed + external) / 1e6;
  samples.push({ hour: pts / OUT_HOUR, heapAndExternal, rss: rss / 1e6 });
};
await run(loop.pipe(decode(codec), resample(16_000, { quality: 'medium' }), encode(codec)), {
  write: (packet) => {
    if (packet.pts < next) return undefined;
    next += OUT_HOUR / 6;
    return sampleMemory(packet.pts);
  },
});
console.log(JSON.stringify(samples));
