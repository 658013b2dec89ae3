/** `node decode.mjs mp3|aac|opus|flac|vorbis in`: decodes a file and counts its samples. */
import { createReadStream } from 'node:fs';
import { fromPull, run } from '@audioflow/core';
import { decode } from '@audioflow/core/codec';
import { CODECS, PARSERS } from './codec-table.mjs';

const [name, input] = process.argv.slice(2);
const { codec } = CODECS[name];
const parser = PARSERS[name];
const packetsOf = async () => {
  // Only where a container is to be read: the others load no more than they need.
  if (parser === undefined) return (await import('./read-container.mjs')).readPackets(input, codec);
  return fromPull(() => createReadStream(input, { highWaterMark: 131_072 })).pipe(parser());
};
let samples = 0;
await run((await packetsOf()).pipe(decode(codec)), {
  write: (frame) => {
    samples += frame.length;
  },
});
console.log(samples);
