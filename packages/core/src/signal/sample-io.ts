import { freshPlane } from './fresh-plane.js';
import { quantizeSample } from './quantize-sample.js';
import { bytesPerSample, type Endianness, type SampleType } from './sample-type.js';

/** Where samples lie in bytes: the first one's offset, and the distance from one to the next. */
export interface SampleRun {
  readonly offset: number;
  /** Bytes. */
  readonly stride: number;
  readonly count: number;
}

type WriteSample = (at: number, sample: number) => void;
type ReadSample = (at: number) => number;

const writeS24 = (view: DataView, little: boolean): WriteSample =>
  little
    ? (at, sample): void => {
        const value = quantizeSample(sample, 8388608);
        view.setInt16(at, value & 0xffff, true);
        view.setInt8(at + 2, value >> 16);
      }
    : (at, sample): void => {
        const value = quantizeSample(sample, 8388608);
        view.setInt8(at, value >> 16);
        view.setInt16(at + 1, value & 0xffff, false);
      };

const writer = (view: DataView, type: SampleType, little: boolean): WriteSample => {
  switch (type) {
    case 'u8':
      return (at, sample) => view.setUint8(at, quantizeSample(sample, 128) + 128);
    case 's16':
      return (at, sample) => view.setInt16(at, quantizeSample(sample, 32768), little);
    case 's24':
      return writeS24(view, little);
    case 's32':
      return (at, sample) => view.setInt32(at, quantizeSample(sample, 2147483648), little);
    case 'f32':
      return (at, sample) => view.setFloat32(at, sample, little);
    case 'f64':
      return (at, sample) => view.setFloat64(at, sample, little);
  }
};

const reader = (view: DataView, type: SampleType, little: boolean): ReadSample => {
  switch (type) {
    case 'u8':
      return (at) => (view.getUint8(at) - 128) / 128;
    case 's16':
      return (at) => view.getInt16(at, little) / 32768;
    case 's24':
      return little
        ? (at): number => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8388608
        : (at): number => ((view.getInt8(at) << 16) | view.getUint16(at + 1, false)) / 8388608;
    case 's32':
      return (at) => view.getInt32(at, little) / 2147483648;
    case 'f32':
      return (at) => view.getFloat32(at, little);
    case 'f64':
      return (at) => view.getFloat64(at, little);
  }
};

/** A writer of whole channels into `bytes`. */
export const sampleWriter = (
  bytes: Uint8Array,
  type: SampleType,
  endian: Endianness,
): ((plane: Float32Array, run: SampleRun) => void) => {
  const write = writer(
    new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    type,
    endian === 'little',
  );
  return (plane, { offset, stride, count }) => {
    for (let i = 0, at = offset; i < count; i++, at += stride) write(at, plane[i] ?? 0);
  };
};

type TypedSamples = Int16Array | Int32Array | Float32Array | Float64Array;

interface HostView {
  readonly samples: TypedSamples;
  readonly scale: number;
}

const HOST_IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes as an array of the host's own, copied where they lie across its borders. */
const hostView = (bytes: Uint8Array, type: SampleType): HostView | undefined => {
  const width = bytesPerSample(type);
  // Not slice(): a Buffer's is a view.
  const { buffer, byteOffset } = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  const length = Math.floor(bytes.length / width);
  switch (type) {
    case 's16':
      return { samples: new Int16Array(buffer, byteOffset, length), scale: 2 ** -15 };
    case 's32':
      return { samples: new Int32Array(buffer, byteOffset, length), scale: 2 ** -31 };
    case 'f32':
      return { samples: new Float32Array(buffer, byteOffset, length), scale: 1 };
    case 'f64':
      return { samples: new Float64Array(buffer, byteOffset, length), scale: 1 };
    default:
      return undefined;
  }
};

/** Several times as fast as a DataView: the inner loop of every file and socket of PCM. */
const readHost = ({ samples, scale }: HostView, width: number, run: SampleRun): Float32Array => {
  const plane = freshPlane(run.count);
  const step = run.stride / width;
  for (let i = 0, at = run.offset / width; i < plane.length; i++, at += step) {
    plane[i] = (samples[at] ?? 0) * scale;
  }
  return plane;
};

/** A reader of whole channels out of `bytes`. */
export const sampleReader = (
  bytes: Uint8Array,
  type: SampleType,
  endian: Endianness,
): ((run: SampleRun) => Float32Array) => {
  const little = endian === 'little';
  const host = little === HOST_IS_LITTLE ? hostView(bytes, type) : undefined;
  if (host !== undefined) return (run) => readHost(host, bytesPerSample(type), run);
  const read = reader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), type, little);
  return ({ offset, stride, count }) => {
    const plane = freshPlane(count);
    for (let i = 0, at = offset; i < count; i++, at += stride) plane[i] = read(at);
    return plane;
  };
};

/** Where channel `channel` of `channelCount` lies in bytes that hold `length` samples of each. */
export const channelRun = (
  type: SampleType,
  planar: boolean,
  place: { readonly channel: number; readonly channelCount: number; readonly length: number },
): SampleRun => {
  const width = bytesPerSample(type);
  const { channel, channelCount, length } = place;
  return planar
    ? { offset: channel * length * width, stride: width, count: length }
    : { offset: channel * width, stride: channelCount * width, count: length };
};
