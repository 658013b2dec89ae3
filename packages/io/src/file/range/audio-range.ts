import { AudioFlowError } from '@audioflow/core';

/** Which part of a file is read: options of `openAudio` and `readAudio`. */
export interface RangeOptions {
  /** Where to begin, in seconds from the start of the audio. Default 0. */
  readonly start?: number | undefined;
  /** Where to end, in seconds from the start of the audio. Default: the end. */
  readonly end?: number | undefined;
  /** As `start`, in samples at the rate that is read. Not together with `start`. */
  readonly startSample?: number | undefined;
  /** As `end`, in samples: the first one that is not read. Not together with `end`. */
  readonly endSample?: number | undefined;
}

/** A part of a stream; its borders are samples, whatever the rate. */
export interface AudioRange {
  /** Whether it begins at the beginning. */
  readonly fromStart: boolean;
  /** The first sample. */
  from(sampleRate: number): number;
  /** The sample behind the last. */
  to(sampleRate: number): number;
  /** The first sample in a stream of packets, whose decoder may put out twice their rate. */
  fromPacket(sampleRate: number): number;
}

const wrong = (owner: string, text: string): AudioFlowError =>
  new AudioFlowError('invalid-option', `${owner}: ${text}`);

/**
 * Makes the range that checked options ask for; undefined for all of it.
 *
 * @throws AudioFlowError `invalid-option`: a border given twice, or an end that is not behind the start.
 */
export const rangeOf = (owner: string, options: RangeOptions): AudioRange | undefined => {
  const { start, end, startSample, endSample } = options;
  if (start !== undefined && startSample !== undefined) {
    throw wrong(owner, 'expected start or startSample, got both');
  }
  if (end !== undefined && endSample !== undefined) {
    throw wrong(owner, 'expected end or endSample, got both');
  }
  if ((start ?? startSample ?? end ?? endSample) === undefined) return undefined;
  if ((end !== undefined && end <= (start ?? 0)) || (endSample ?? Infinity) <= (startSample ?? 0)) {
    throw wrong(
      owner,
      `expected an end behind the start, got start ${start ?? startSample ?? 0} and end ${end ?? endSample}`,
    );
  }
  const from = (rate: number): number => startSample ?? Math.round((start ?? 0) * rate);
  return {
    fromStart: (start ?? startSample ?? 0) === 0,
    from,
    to: (rate) => endSample ?? (end === undefined ? Infinity : Math.round(end * rate)),
    // HE-AAC: the decoder's samples may be half of a packet's.
    fromPacket: (rate) =>
      startSample !== undefined && rate <= 24_000 ? startSample >> 1 : from(rate),
  };
};
