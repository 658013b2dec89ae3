import { continuousTime, type PcmStream, pace, rechunk } from '@audioflow/core';

/** Samples that leave at a time: a sixtieth of a second at 48 kHz, so that pictures come evenly. */
export const CHUNK = 800;

/** What comes as fast as it is taken, at the pace of a device. */
export const inRealTime = (audio: PcmStream): PcmStream =>
  audio.pipe(continuousTime(), rechunk(CHUNK), pace());
