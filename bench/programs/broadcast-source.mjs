/**
 * `node broadcast-source.mjs icecast|ingest port`: frames of 128 kbit/s in real time, each with the time
 * it was made at (ms of the system's monotonic clock, from byte 8 on, after the word `TIME`).
 */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromPull, run } from '@audioflow/core';
import { ingestClient } from '@audioflow/io';

const [kind, port] = process.argv.slice(2);
const FRAME_MS = (1000 * 1152) / 44_100;

const frame = (index) => {
  // 128 kbit/s at 44.1 kHz are 417.96 bytes a frame: padding makes the difference.
  const padded = Math.floor((index + 1) * 0.959_183_673) > Math.floor(index * 0.959_183_673);
  const data = Buffer.alloc(padded ? 418 : 417, 0x55);
  data.set([0xff, 0xfb, padded ? 0x92 : 0x90, 0x00]);
  data.write('TIME', 4, 'latin1');
  data.writeDoubleBE(Number(process.hrtime.bigint()) / 1e6, 8);
  return data;
};

async function* frames() {
  const began = performance.now();
  for (let index = 0; ; index++) {
    const wait = began + index * FRAME_MS - performance.now();
    if (wait > 0) await sleep(wait);
    yield frame(index);
  }
}

if (kind === 'icecast') {
  const socket = connect(Number(port), '127.0.0.1');
  const basic = Buffer.from('source:source').toString('base64');
  socket.write(
    `PUT /live HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic ${basic}\r\nContent-Type: audio/mpeg\r\nIce-Name: bench\r\nIce-Public: 0\r\n\r\n`,
  );
  await new Promise((resolve) => socket.once('data', resolve));
  console.log('on');
  // The server is killed at the end of a run.
  socket.on('error', () => process.exit());
  socket.resume();
  for await (const data of frames()) socket.write(data);
} else {
  let index = 0;
  const packets = fromPull(async function* () {
    for await (const data of frames()) {
      const format = { sampleRate: 44_100, channelCount: 2 };
      const at = { pts: 1152 * index++, duration: 1152 };
      yield { kind: 'packet', codec: 'mp3', data, ...format, ...at };
    }
  });
  const onEvent = ({ type }) => type === 'connected' && console.log('on');
  await run(packets, ingestClient({ port: Number(port), streamId: 'bench', onEvent }));
}
