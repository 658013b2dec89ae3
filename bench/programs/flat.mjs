/**
 * `node --expose-gc flat.mjs CODEC packets sessions`: MB by which resident memory grows while so many packets are
 * encoded and decoded, and so many encoders opened and closed, each after the first quarter.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createFrame } from '@audioflow/core';
import { CODECS } from './codec-table.mjs';

const [name, packetText, sessionText] = process.argv.slice(2);
const { codec, options } = CODECS[name];
const FORMAT = { sampleRate: 48_000, channelCount: 2 };
const CHUNK = 1024;
const noise = Float32Array.from({ length: CHUNK }, (_, i) => 0.3 * Math.sin(i * i * 0.001));
const none = () => {};

const residentMb = async () => {
  // Buffers are freed beside the program, some collections later.
  for (let i = 0; i < 5; i++) {
    globalThis.gc();
    await sleep(20);
  }
  return process.memoryUsage.rss() / 2 ** 20;
};

/** Runs a job so many times; what resident memory grows by after the first quarter. */
const grownBy = async (times, job) => {
  let before = 0;
  let next = Math.ceil(times / 4);
  for (let done = 0; done < times; ) {
    done = job(done);
    if (done >= next && before === 0) {
      before = await residentMb();
      next = Number.POSITIVE_INFINITY;
    } else if (done % 64 === 0) await new Promise(setImmediate);
  }
  return (await residentMb()) - before;
};

const encoder = await codec.openEncoder(FORMAT, codec.checkEncodeOptions(options));
let decoder;
let packets = 0;
const waiting = [];
const keep = (packet) => {
  packets++;
  waiting.push(packet);
};
// The first packet opens the decoder.
for (let pts = -100 * CHUNK; waiting.length === 0; pts += CHUNK) {
  encoder.push(createFrame([noise, noise], { sampleRate: 48_000, pts }), keep);
}
decoder = await codec.openDecoder(waiting[0], codec.checkDecodeOptions({}));
let pts = 0;
const overPackets = await grownBy(Number(packetText), () => {
  encoder.push(createFrame([noise, noise], { sampleRate: 48_000, pts }), keep);
  pts += CHUNK;
  for (const packet of waiting.splice(0)) decoder.push(packet, none);
  return packets;
});
encoder.close();
decoder.close();

const overSessions = await grownBy(Number(sessionText), (done) => {
  const session = codec.openEncoder(FORMAT, codec.checkEncodeOptions(options));
  session.push(createFrame([noise, noise], { sampleRate: 48_000 }), none);
  session.close();
  return done + 1;
});
console.log(JSON.stringify([overPackets, overSessions]));
