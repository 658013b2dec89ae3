/**
 * `node codec-part.mjs ours|library|calls mp3|aac|opus|flac|vorbis in rounds`: CPU seconds of each of so many rounds
 * of decoding the packets of a file, which are in memory already, into planes of floats: by `decode`; by the same
 * library alone, whose packets are in its own memory and whose planes are one frame that nobody looks at; or of as
 * many calls into it as that makes, each of which does nothing. As many rounds before them are not told: they are for
 * the compiler.
 */
import { createReadStream } from 'node:fs';
import { loadNativeLibrary } from '@audioflow/codecs/engine';
import { fromPull, run } from '@audioflow/core';
import { decode } from '@audioflow/core/codec';
import { CODECS, PARSERS } from './codec-table.mjs';

/** The decoders that the codecs of the library take first. */
const DECODERS = { mp3: 'mp3float', aac: 'aac', opus: 'opus', flac: 'flac', vorbis: 'vorbis' };

const [what, name, input, rounds] = process.argv.slice(2);
const { codec } = CODECS[name];

const readAll = async () => {
  const parser = PARSERS[name];
  const stream =
    parser === undefined
      ? (await import('./read-container.mjs')).readPackets(input, codec)
      : fromPull(() => createReadStream(input)).pipe(parser());
  const packets = [];
  await run(stream, { write: (packet) => void packets.push(packet) });
  return packets;
};

const packets = await readAll();
const { av, constants } = await loadNativeLibrary();

const decodeOurs = async () => {
  let samples = 0;
  const frames = fromPull(() => packets).pipe(decode(codec));
  await run(frames, {
    write: (frame) => {
      samples += frame.length;
    },
  });
  return samples;
};

const open = () => {
  const [{ sampleRate, channelCount, config }] = packets;
  const decoder = av.Codec.findDecoderByName(DECODERS[name]);
  const context = new av.CodecContext();
  context.allocContext3(decoder);
  context.sampleRate = sampleRate;
  context.channelLayout = {
    nbChannels: channelCount,
    order: constants.AV_CHANNEL_ORDER_NATIVE,
    mask: 3n,
  };
  context.threadCount = 1;
  context.setFlags2(constants.AV_CODEC_FLAG2_SKIP_MANUAL);
  if (config !== undefined) context.extraData = Buffer.from(config);
  if (context.open2Sync(decoder) < 0) throw new Error(`${decoder.name} was not opened`);
  return context;
};

/** A frame of float planes, and how the library brings another frame into it. */
const openPlanes = (first) => {
  const { AV_SAMPLE_FMT_FLTP: planar } = constants;
  const { sampleRate, channelLayout: layout, format } = first;
  const capacity = Math.max(8192, first.nbSamples);
  const planes = new av.Frame();
  planes.alloc();
  planes.format = planar;
  planes.sampleRate = sampleRate;
  planes.channelLayout = layout;
  planes.nbSamples = capacity;
  planes.getBuffer();
  if (format === planar) {
    return (frame) => {
      // It refuses frames of another length than the last one's.
      if (planes.copy(frame) >= 0) return;
      planes.nbSamples = frame.nbSamples;
      if (planes.copy(frame) < 0) throw new Error('a frame was not copied');
    };
  }
  const resampler = new av.SoftwareResampleContext();
  resampler.allocSetOpts2(layout, planar, sampleRate, layout, format, sampleRate);
  resampler.init();
  return (frame) => {
    planes.nbSamples = capacity;
    if (resampler.convertFrame(planes, frame) < 0) throw new Error('a frame was not converted');
  };
};

const decodeByLibrary = () => {
  const frame = new av.Frame();
  frame.alloc();
  const natives = packets.splice(1).map(({ data }) => {
    const native = new av.Packet();
    native.alloc();
    native.data = Buffer.from(data);
    return native;
  });
  let toPlanes;
  let calls = 0;
  const decodeAll = () => {
    const context = open();
    let frames = 0;
    const receive = () => {
      for (; context.receiveFrameSync(frame) >= 0; frames++) {
        toPlanes ??= openPlanes(frame);
        toPlanes(frame);
      }
    };
    for (const native of natives) {
      if (context.sendPacketSync(native) < 0) throw new Error('a packet was refused');
      receive();
    }
    context.sendPacketSync(null);
    receive();
    context.freeContext();
    if (frames === 0) throw new Error('nothing was decoded');
    calls = 2 * natives.length + 2 * frames;
  };
  /** A decoder that has been given nothing has nothing to give. */
  const callOnly = () => {
    if (calls === 0) decodeAll();
    const context = open();
    for (let i = 0; i < calls; i++) context.receiveFrameSync(frame);
    context.freeContext();
  };
  return what === 'library' ? decodeAll : callOnly;
};

const cpuSeconds = async (job) => {
  const before = process.cpuUsage();
  await job();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

const job = what === 'ours' ? decodeOurs : decodeByLibrary();
for (let round = 0; round < Number(rounds); round++) await job();
const taken = [];
for (let round = 0; round < Number(rounds); round++) taken.push(await cpuSeconds(job));
console.log(JSON.stringify(taken));
