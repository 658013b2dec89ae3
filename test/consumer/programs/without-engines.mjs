/** Uses codecs where neither node-av nor any ffmpeg is: prints what happens, as JSON. */
import { mp3, pcm } from '@audioflow/codecs';
import { createFrame, run } from '@audioflow/core';
import { decode, encode } from '@audioflow/core/codec';
import { from } from 'rxjs';

const frame = createFrame([Float32Array.of(0.5, -0.5)], { sampleRate: 44_100 });
const samples = [];
await run(from([frame]).pipe(encode(pcm), decode(pcm)), {
  write: ({ channels }) => {
    samples.push(...channels[0]);
  },
});
const error = await run(from([frame]).pipe(encode(mp3, { bitrate: 128_000 })), {
  write: () => {},
}).catch((reason) => reason);
console.log(JSON.stringify({ samples, code: error.code, message: error.message }));
