/**
 * One job on one engine, as a whole program on the built packages:
 * `node engine.mjs encode ENGINE mp3|aac|opus|flac|vorbis in.wav out`, `decode ENGINE mp3|aac|opus|flac|vorbis in`: print the wall seconds;
 * `latency ENGINE mp3|aac|opus|flac|vorbis chunks paceMs`: prints the ms from each chunk to its packet;
 * `start ENGINE mp3|aac|opus|flac|vorbis`: prints the ms to open an encoder, and to its first packet.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAudioFormat, createFrame, deinterleave, fromPull, run } from '@audioflow/core';
import { decode, encode } from '@audioflow/core/codec';
import { Subject } from 'rxjs';
import { CODECS, FRAMERS, PARSERS } from './codec-table.mjs';

const [job, engine, name, first, second] = process.argv.slice(2);
const { codec, options } = CODECS[name];
const usesContainer = (job === 'encode' || job === 'decode') && FRAMERS[name] === undefined;
/** Only where a container is to be read or written, and before the clock runs: the others load no more than they need. */
const files = usesContainer ? await import('@audioflow/io/file') : undefined;
const RATE = 48_000;
const CHUNK = 1024;
const format = createAudioFormat({ sampleRate: RATE, sampleType: 's16', channelCount: 2 });

const readFrames = (path) =>
  fromPull(async function* () {
    let pts = 0;
    for await (const bytes of createReadStream(path, { start: 44 })) {
      const frame = createFrame(deinterleave(bytes, format), { sampleRate: RATE, pts });
      pts += frame.length;
      yield frame;
    }
  });

const encodeFile = async () => {
  const packets = readFrames(first).pipe(encode(codec, { ...options, engine }));
  const framer = FRAMERS[name];
  if (framer === undefined) {
    await run(packets, files.writePackets(second));
    return;
  }
  const file = createWriteStream(second);
  await run(packets.pipe(framer()), {
    write: (chunk) =>
      file.write(chunk) ? undefined : new Promise((resolve) => file.once('drain', resolve)),
    close: () => new Promise((resolve) => file.end(resolve)),
  });
};

const decodeFile = async () => {
  const parser = PARSERS[name];
  const packets =
    parser === undefined
      ? files.readPackets(first, codec)
      : fromPull(() => createReadStream(first)).pipe(parser());
  await run(packets.pipe(decode(codec, { engine })), { write: () => {} });
};

const tone = (i) =>
  createFrame(
    [0, 1].map((channel) =>
      Float32Array.from({ length: CHUNK }, (_, k) => {
        const t = (i * CHUNK + k) / RATE;
        return 0.3 * Math.sin(2 * Math.PI * (440 + channel) * t) + 0.1 * (Math.random() - 0.5);
      }),
    ),
    { sampleRate: RATE, pts: i * CHUNK },
  );

/** The chunk at whose push an encoder that answers at once gives each packet: its look-ahead is no latency. */
const completingChunks = async (chunks) => {
  const completing = [];
  const session = await codec.openEncoder({ sampleRate: RATE, channelCount: 2 }, options);
  for (let i = 0; i < chunks; i++) session.push(tone(i), () => completing.push(i));
  session.close();
  return completing;
};

const measureLatency = async () => {
  const completing = await completingChunks(Number(first));
  const chunks = new Subject();
  const latencies = [];
  const pushedAt = [];
  chunks.pipe(encode(codec, { ...options, engine })).subscribe(() => {
    latencies.push(performance.now() - pushedAt[completing[latencies.length]]);
  });
  for (let i = 0; i < Number(first); i++) {
    const frame = tone(i);
    pushedAt.push(performance.now());
    chunks.next(frame);
    await sleep(Number(second));
  }
  const live = latencies.length;
  chunks.complete();
  // The first ones wait for the engine to start; those at the end are no live ones.
  return latencies.slice(100, live);
};

const measureStart = async () => {
  const begun = performance.now();
  const session = await codec.openEncoder(
    { sampleRate: RATE, channelCount: 2 },
    { ...options, engine },
  );
  const opened = performance.now() - begun;
  let packet;
  for (let i = 0; packet === undefined; i++) {
    await session.push(tone(i), () => {
      packet ??= performance.now() - begun;
    });
  }
  await session.close();
  return [opened, packet];
};

const JOBS = {
  encode: encodeFile,
  decode: decodeFile,
  latency: measureLatency,
  start: measureStart,
};
const begun = performance.now();
const result = await JOBS[job]();
console.log(JSON.stringify(result ?? [(performance.now() - begun) / 1000]));
// An idle process of the fork engine ends within a second: then its CPU time counts as ours.
if (engine === 'fork') await sleep(1500);
