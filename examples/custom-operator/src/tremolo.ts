import { type AudioFrame, type Processor, transform } from '@audioflow/core';

/** Swells and fades: the volume swings `rateHz` times a second between 1 and `1 - depth`. */
export const tremolo = (rateHz: number, depth: number): Processor =>
  transform<AudioFrame, AudioFrame>(() => ({
    next: (frame, emit) => {
      const step = (2 * Math.PI * rateHz) / frame.sampleRate;
      const volume = (pts: number): number => 1 - (depth / 2) * (1 - Math.cos(step * pts));
      const swing = (plane: Float32Array): Float32Array =>
        plane.map((sample, index) => sample * volume(frame.pts + index));
      emit({ ...frame, channels: frame.channels.map(swing) });
    },
  }));
