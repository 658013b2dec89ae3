/**
 * `node --expose-gc memory.mjs mp3|aac hours`: heap and external memory after collection, while a list of
 * packets goes round through decode, resample and encode for simulated hours.
 */
import { aac, mp3 } from '@audioflow/codecs';
import { createFrame, fromFrames, fromPull, resample, run } from '@audioflow/core';
import { decode, encode } from '@audioflow/core/codec';

const [name, hours] = process.argv.slice(2);
const codec = name === 'mp3' ? mp3 : aac;
const RATE = 48_000;
const HOUR = 3600 * RATE;

const packets = [];
const tone = (channel) =>
  Float32Array.from({ length: 30 * RATE }, (_, i) => {
    const t = i / RATE;
    return 0.3 * Math.sin(2 * Math.PI * (300 + 20 * channel + 10 * t) * t) + 0.05 * Math.sin(i * i);
  });
const clip = createFrame([tone(0), tone(1)], { sampleRate: RATE });
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
const sampleMemory = (pts) => {
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  samples.push({
    hour: (pts * 3) / HOUR,
    heapAndExternal: (heapUsed + external) / 1e6,
    rss: rss / 1e6,
  });
};
await run(loop.pipe(decode(codec), resample(16_000, { quality: 'medium' }), encode(codec)), {
  write: (packet) => {
    if (packet.pts < next) return;
    next += HOUR / 3 / 6;
    sampleMemory(packet.pts);
  },
});
console.log(JSON.stringify(samples));
