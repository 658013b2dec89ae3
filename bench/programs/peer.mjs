/**
 * Libraries of JavaScript and WebAssembly doing what `encode.mjs` and `decode.mjs` do, by their own readers:
 * `node peer.mjs mediabunny in.wav out.mp3`, `mpg123-decoder in.mp3`, `ogg-opus-decoder in.opus`.
 */
import { readFile, writeFile } from 'node:fs/promises';

const [name, input, output] = process.argv.slice(2);
const READ_BYTES = 65_536;
const RATE = 48_000;

const encodeMp3 = async () => {
  const bunny = await import('mediabunny');
  const { registerMp3Encoder } = await import('@mediabunny/mp3-encoder');
  registerMp3Encoder();
  const target = new bunny.BufferTarget();
  const file = new bunny.Output({ format: new bunny.Mp3OutputFormat(), target });
  const source = new bunny.AudioSampleSource({ codec: 'mp3', bitrate: 128_000 });
  file.addAudioTrack(source);
  await file.start();
  const bytes = (await readFile(input)).subarray(44);
  for (let at = 0; at < bytes.length; at += READ_BYTES) {
    const part = bytes.subarray(at, at + READ_BYTES);
    const sample = new bunny.AudioSample({
      ...{ data: part, format: 's16', numberOfChannels: 2, sampleRate: RATE },
      timestamp: at / 4 / RATE,
    });
    await source.add(sample);
    sample.close();
  }
  await file.finalize();
  await writeFile(output, new Uint8Array(target.buffer));
};

/** Both decoders have the same shape. */
const decodeWith = async (decoder) => {
  await decoder.ready;
  const bytes = await readFile(input);
  let samples = 0;
  for (let at = 0; at < bytes.length; at += READ_BYTES) {
    const { samplesDecoded } = await decoder.decode(bytes.subarray(at, at + READ_BYTES));
    samples += samplesDecoded;
  }
  if (decoder.flush !== undefined) samples += (await decoder.flush())?.samplesDecoded ?? 0;
  decoder.free();
  console.log(samples);
};

const JOBS = {
  mediabunny: encodeMp3,
  'mpg123-decoder': async () => decodeWith(new (await import('mpg123-decoder')).MPEGDecoder()),
  'ogg-opus-decoder': async () =>
    decodeWith(new (await import('ogg-opus-decoder')).OggOpusDecoder()),
};
await JOBS[name]();
