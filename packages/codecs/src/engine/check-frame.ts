import { AudioFlowError, type AudioFrame, type ErrorCode } from '@audioflow/core';
import type { PcmFormat } from '@audioflow/core/codec';

const fail = (code: ErrorCode, owner: string, text: string): never => {
  throw new AudioFlowError(code, `${owner}: ${text}`, { details: { owner } });
};

/**
 * Checks all that a native encoder relies on: a frame that passes can be handed to C code.
 *
 * @throws AudioFlowError `format-changed` on another rate or channel count than the session was opened
 * for, `malformed-data` on planes that are not what the frame says.
 *
 * @example
 * import { checkFrame } from '@audioflow/codecs/engine';
 * import { createFrame } from '@audioflow/core';
 * const frame = createFrame([new Float32Array(10)], { sampleRate: 8000 });
 * try {
 *   checkFrame('mine', frame, { sampleRate: 8000, channelCount: 2 });
 * } catch (error) {
 *   if (error instanceof Error) console.log(error.message.slice(0, 49));
 *   // mine: expected 2 channels at 8000 Hz as in the fir
 * }
 */
export const checkFrame = (owner: string, frame: AudioFrame, format: PcmFormat): void => {
  const { channels, length, sampleRate, pts } = frame;
  if (sampleRate !== format.sampleRate || channels.length !== format.channelCount) {
    fail(
      'format-changed',
      owner,
      `expected ${format.channelCount} channels at ${format.sampleRate} Hz as in the first frame, ` +
        `got ${channels.length} at ${sampleRate} Hz: convert before with resample and remix`,
    );
  }
  if (!Number.isSafeInteger(pts)) {
    fail(
      'malformed-data',
      owner,
      `expected an integer pts, got ${pts}: make frames with createFrame`,
    );
  }
  for (let c = 0; c < channels.length; c++) {
    const plane: unknown = channels[c];
    if (!(plane instanceof Float32Array) || plane.length !== length) {
      const came = plane instanceof Float32Array ? `${plane.length} samples` : typeof plane;
      fail(
        'malformed-data',
        owner,
        `expected a Float32Array of ${length} samples as plane ${c}, got ${came}: make frames with createFrame`,
      );
    }
  }
};
