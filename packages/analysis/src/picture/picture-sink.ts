import { AudioFlowError, type AudioFrame, type Sink } from '@audioflow/core';
import { createMeasuring, type Measurement } from '../stage/measurement.js';
import type { StageSettings } from '../stage/stage-options.js';
import { encodePng } from './encode-png.js';
import type { PicturePainter } from './picture-painter.js';
import type { RgbaImage } from './rgba-image.js';

/** A sink that draws a picture of what is written to it. */
export interface PictureSink extends Sink<AudioFrame> {
  /** The picture as pixels, once the sink is closed: undefined before, and for a stream without a sample. After a restart: of the last stretch. */
  readonly pixels: RgbaImage | undefined;
  /** The picture as the bytes of a PNG file: made when it is asked for. */
  readonly png: Uint8Array<ArrayBuffer> | undefined;
}

/** Makes the sink of a painter. */
export const createPictureSink = (
  owner: string,
  stage: StageSettings,
  begin: (first: AudioFrame) => PicturePainter,
): PictureSink => {
  let pixels: RgbaImage | undefined;
  let png: Uint8Array<ArrayBuffer> | undefined;
  let isClosed = false;
  const keep = (made: RgbaImage): boolean => {
    pixels = made;
    return true;
  };
  const kernel = createMeasuring<RgbaImage>(owner, stage, (first): Measurement<RgbaImage> => {
    const painter = begin(first);
    return {
      push: ({ channels }) => painter.push(channels),
      flush: (emit) => void emit(painter.finish()),
    };
  });
  return {
    write: (frame): void => {
      if (isClosed) throw new AudioFlowError('invalid-state', `${owner}: closed before`);
      kernel.next(frame, keep);
    },
    close: (): void => {
      isClosed = true;
      kernel.flush?.(keep);
    },
    get pixels() {
      return isClosed ? pixels : undefined;
    },
    get png() {
      if (isClosed && pixels) png ??= encodePng(pixels);
      return png;
    },
  };
};
