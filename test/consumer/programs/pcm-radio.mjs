/** Streams PCM from a programme to a listener, where nothing can encode: prints what it heard, as JSON. */
import { createServer } from 'node:http';
import { pcm } from '@audioflow/codecs';
import { createFrame, fromPull, pace, run } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import { broadcaster, ingestClient, ingestServer } from '@audioflow/io';

const format = { sampleRate: 8000, channelCount: 1 };
const ramp = function* () {
  for (let pts = 0; pts < 6400; pts += 800) {
    const plane = Float32Array.from({ length: 800 }, (_, i) => (pts + i) / 32768);
    yield createFrame([plane], { sampleRate: 8000, pts });
  }
};

const radio = broadcaster({ codec: 'pcm', ...format, httpBurstSeconds: 0 });
const ingest = await ingestServer({ port: 0 });
ingest.streams.subscribe(({ packets }) => void run(packets, radio.sink()));
const server = createServer(radio.handleRequest);
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const answer = await fetch(`http://127.0.0.1:${server.address().port}/live`);
const heard = answer.arrayBuffer();
await run(
  fromPull(ramp).pipe(encode(pcm), pace()),
  ingestClient({ host: '127.0.0.1', port: ingest.address.port, streamId: 'radio' }),
);
const bytes = new DataView(await heard);
const samples = Array.from({ length: (bytes.byteLength - 44) / 2 }, (_, i) =>
  bytes.getInt16(44 + 2 * i, true),
);
console.log(
  JSON.stringify({
    type: answer.headers.get('content-type'),
    count: samples.length,
    inOrder: samples.every((sample, i) => sample === i),
  }),
);
await Promise.all([radio.close(), ingest.close()]);
server.close();
