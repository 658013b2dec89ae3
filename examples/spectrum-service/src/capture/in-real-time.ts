import { continuousTime, type PcmStream, pace, rechunk } from '@audioflow/core';

/** Samples that leave at a time: 10 ms at 48 kHz, well below the time of a picture. */
const CHUNK = 480;

/** What comes as fast as it is taken, at the pace of a device. */
export const inRealTime = (audio: PcmStream): PcmStream =>
  audio.pipe(continuousTime(), rechunk(CHUNK), pace());
