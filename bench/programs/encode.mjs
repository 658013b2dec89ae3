/** `node encode.mjs mp3|aac in.wav out`: a whole program, as a user would write it on the built packages. */
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { aac, framePackets, mp3 } from '@audioflow/codecs';
import { createAudioFormat, createFrame, deinterleave, fromPull, run } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';

const [name, input, output] = process.argv.slice(2);
const format = createAudioFormat({ sampleRate: 48_000, sampleType: 's16', channelCount: 2 });

const frames = fromPull(async function* () {
  const file = await open(input);
  try {
    let pts = 0;
    let at = 44;
    const buffer = new Uint8Array(65_536);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      const planes = deinterleave(buffer.subarray(0, bytesRead), format);
      const frame = createFrame(planes, { sampleRate: 48_000, pts });
      pts += frame.length;
      yield frame;
    }
  } finally {
    await file.close();
  }
});

const file = createWriteStream(output);
const bytes =
  name === 'mp3'
    ? frames.pipe(encode(mp3, { bitrate: 128_000 }), framePackets(mp3))
    : frames.pipe(encode(aac, { bitrate: 128_000 }), framePackets(aac, 'adts'));
await run(bytes, {
  write: (chunk) => {
    if (file.write(chunk)) return undefined;
    return new Promise((resolve) => file.once('drain', resolve));
  },
  close: () => new Promise((resolve) => file.end(resolve)),
});
