import {
  AudioFlowError,
  bytesPerSample,
  defaultLayout,
  deinterleave,
  type SampleType,
} from '@audioflow/core';
import { createResampler } from '@audioflow/core/dsp';
import type { StreamConfig } from '../stream-message.js';

/** Bytes of one stream in, planes at the rate of the audio graph out. */
export interface PcmIntake {
  /** How many bytes of the stream make so many samples of the graph. */
  bytesOf(samples: number): number;
  /** @throws AudioFlowError `malformed-data` where the bytes end within a sample. */
  push(bytes: Uint8Array): readonly Float32Array[];
  /** What is still held; the next bytes begin a new stream. */
  flush(): readonly Float32Array[];
}

/** The samples of a stream: 16 bit unless it says otherwise. */
export const sampleTypeOf = ({ sampleType = 's16' }: StreamConfig): SampleType => sampleType;

/** Makes the intake of a stream. */
export const createPcmIntake = (config: StreamConfig, outputRate: number): PcmIntake => {
  const { sampleRate, channelCount } = config;
  const sampleType = sampleTypeOf(config);
  const format = { sampleType, planar: false, layout: defaultLayout(channelCount) };
  const stride = channelCount * bytesPerSample(sampleType);
  const resampler =
    sampleRate === outputRate
      ? undefined
      : createResampler({ inputRate: sampleRate, outputRate, channelCount });
  return {
    bytesOf: (samples) => Math.round((samples * sampleRate) / outputRate) * stride,
    push: (bytes) => {
      if (bytes.length % stride !== 0) {
        throw new AudioFlowError(
          'malformed-data',
          `the station sends samples that are cut off (${bytes.length} bytes, expected a multiple of ${stride}): press play again`,
        );
      }
      const planes = deinterleave(bytes, format);
      return resampler?.process(planes) ?? planes;
    },
    flush: () => resampler?.flush() ?? [],
  };
};
