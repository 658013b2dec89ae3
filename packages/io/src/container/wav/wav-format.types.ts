import type { SampleType } from '@audioflow/core';

/** How a WAVE file stores a sample, all little-endian; `alaw` and `mulaw` are bytes of ITU-T G.711. */
export type WavSampleType = SampleType | 'alaw' | 'mulaw';

/** What the header of a WAVE file says. */
export interface WavInfo {
  /** The outer chunk: `RF64` and `BW64` carry 64-bit sizes (EBU Tech 3306, ITU-R BS.2088). */
  readonly container: 'RIFF' | 'RF64' | 'BW64';
  readonly sampleType: WavSampleType;
  /** Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Significant bits of a sample: at most the stored ones (24 in 32 is common). */
  readonly validBits: number;
  /** Speaker mask of WAVE_FORMAT_EXTENSIBLE; 0 where the file gives none. */
  readonly channelMask: number;
  /** Bytes of one sample of every channel. */
  readonly blockAlign: number;
  /** Where the samples begin, in bytes. */
  readonly dataOffset: number;
  /** Bytes of samples as the header promises, with those of an incomplete sample; absent as `totalSamples`. */
  readonly dataBytes?: number;
  /** Samples per channel as the header promises; absent for a stream without a length. */
  readonly totalSamples?: number;
}

/** Textual tags by lower-case name (`title`, `artist`...). */
export type Tags = Readonly<Record<string, string>>;
