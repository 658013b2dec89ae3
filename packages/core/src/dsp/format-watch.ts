import { AudioFlowError } from '../error/index.js';
import { type AudioFrame, defaultLayout } from '../signal/index.js';

/** Follows the format of a stream of frames. */
export interface FormatWatch {
  /**
   * Whether a frame has another rate, channel count or layout than the one before; false for the first.
   *
   * @throws AudioFlowError `format-changed` where it has, with the policy 'error'.
   */
  isOther(frame: AudioFrame): boolean;
}

const describe = ({ sampleRate, channels, layout }: AudioFrame): string => {
  const { mask } = layout ?? defaultLayout(channels.length);
  return `${sampleRate} Hz, ${channels.length} channel(s), mask 0x${mask.toString(16)}`;
};

const sameFormat = (a: AudioFrame, b: AudioFrame): boolean =>
  a.sampleRate === b.sampleRate &&
  a.channels.length === b.channels.length &&
  (a.layout === b.layout || describe(a) === describe(b));

/**
 * Makes a follower of formats that tells an operator with a history when to begin anew.
 *
 * @param owner The operator's name: it begins the error's message.
 * @param policy Fail where the format changes, or say so.
 *
 * @example
 * import { createFrame } from '@audioflow/core';
 * import { createFormatWatch } from '@audioflow/core/dsp';
 * const at = (sampleRate) => createFrame([new Float32Array(480)], { sampleRate });
 * const watch = createFormatWatch('mine', 'restart');
 * console.log(watch.isOther(at(48000)), watch.isOther(at(48000)), watch.isOther(at(44100))); // false false true
 */
export const createFormatWatch = (owner: string, policy: 'restart' | 'error'): FormatWatch => {
  let format: AudioFrame | undefined;
  return {
    isOther: (frame): boolean => {
      const before = format ?? frame;
      if (sameFormat(frame, before)) {
        format = before;
        return false;
      }
      if (policy === 'error') {
        throw new AudioFlowError(
          'format-changed',
          `${owner}: expected ${describe(before)} as before, got ${describe(frame)}: ` +
            "convert before, or set onFormatChange: 'restart'",
        );
      }
      format = frame;
      return true;
    },
  };
};
