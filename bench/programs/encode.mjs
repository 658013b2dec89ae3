/** `node encode.mjs mp3|aac|opus|flac|vorbis in.wav out`: a whole program, as a user would write it on the built packages. */
import { open } from 'node:fs/promises';
import { createAudioFormat, createFrame, deinterleave, fromPull, run } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import { CODECS, FRAMERS } from './codec-table.mjs';

const [name, input, output] = process.argv.slice(2);
const format = createAudioFormat({ sampleRate: 48_000, sampleType: 's16', channelCount: 2 });
const READ_BYTES = 262_144;
const FRAME_BYTES = 65_536;
const WRITE_BYTES = 65_536;

const frames = fromPull(async function* () {
  const file = await open(input);
  try {
    let pts = 0;
    let at = 44;
    const buffer = new Uint8Array(READ_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, READ_BYTES, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      for (let from = 0; from < bytesRead; from += FRAME_BYTES) {
        const part = buffer.subarray(from, Math.min(from + FRAME_BYTES, bytesRead));
        const frame = createFrame(deinterleave(part, format), { sampleRate: 48_000, pts });
        pts += frame.length;
        yield frame;
      }
    }
  } finally {
    await file.close();
  }
});

const toFile = async () => {
  const file = await open(output, 'w');
  let waiting = [];
  let waitingBytes = 0;
  const flush = async () => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    await file.writeFile(bytes);
  };
  return {
    write: (chunk) => {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      return waitingBytes < WRITE_BYTES ? undefined : flush();
    },
    close: async () => {
      await flush();
      await file.close();
    },
  };
};

const { codec, options } = CODECS[name];
const packets = frames.pipe(encode(codec, options));
const framer = FRAMERS[name];
if (framer === undefined)
  await run(packets, (await import('./write-container.mjs')).writePackets(output));
else await run(packets.pipe(framer()), await toFile());
