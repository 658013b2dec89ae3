/** `node decode.mjs mp3|aac in`: decodes a file and counts its samples. */
import { createReadStream } from 'node:fs';
import { aac, mp3, parsePackets } from '@audioflow/codecs';
import { fromPull, run } from '@audioflow/core';
import { decode } from '@audioflow/core/codec';

const [name, input] = process.argv.slice(2);
const bytes = fromPull(() => createReadStream(input, { highWaterMark: 131_072 }));
const frames =
  name === 'mp3'
    ? bytes.pipe(parsePackets(mp3), decode(mp3))
    : bytes.pipe(parsePackets(aac), decode(aac));
let samples = 0;
await run(frames, {
  write: (frame) => {
    samples += frame.length;
  },
});
console.log(samples);
