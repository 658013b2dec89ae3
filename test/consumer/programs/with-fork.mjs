/** Encodes in a forked process and prints how many packets came, or why none did, as JSON. */
import { mp3 } from '@audioflow/codecs';
import { createFrame } from '@audioflow/core';

const frame = createFrame([new Float32Array(48_000)], { sampleRate: 48_000 });
try {
  const options = mp3.checkEncodeOptions({ engine: 'fork' });
  const session = await mp3.openEncoder({ sampleRate: 48_000, channelCount: 1 }, options);
  let packets = 0;
  const count = () => {
    packets++;
  };
  await session.push(frame, count);
  await session.end(count);
  await session.close();
  console.log(JSON.stringify({ packets }));
} catch ({ code, message }) {
  console.log(JSON.stringify({ code, message }));
}
