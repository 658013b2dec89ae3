import { AudioFlowError, diagnostics } from '@audioflow/core';
import type { DecoderSetup } from './codec-engine.js';

/** Rate and channel count of audio. */
export interface StreamFormat {
  readonly sampleRate: number;
  readonly channelCount: number;
}

/** Whether two formats are one. */
export const isSameFormat = (a: StreamFormat, b: StreamFormat): boolean =>
  a.sampleRate === b.sampleRate && a.channelCount === b.channelCount;

/** What a decoder session does with bad packets and changes of format, as its setup says. */
export interface DecoderPolicies {
  readonly malformedPackets: number;
  /** A packet that cannot be decoded: told and counted, or thrown as `malformed-data`. */
  malformed(text: string, pts: number): void;
  /** Throws `format-changed` where a change is not wanted. */
  checkChange(from: StreamFormat, to: StreamFormat): void;
}

/** Makes the {@link DecoderPolicies} of the session `owner`. */
export const createDecoderPolicies = (
  owner: string,
  { onMalformed, onFormatChange }: Pick<DecoderSetup<string>, 'onMalformed' | 'onFormatChange'>,
): DecoderPolicies => {
  let malformedPackets = 0;
  return {
    get malformedPackets() {
      return malformedPackets;
    },
    malformed: (text, pts) => {
      malformedPackets++;
      const message = `${owner}: bad packet at pts ${pts}: ${text}`;
      if (onMalformed === 'skip') {
        diagnostics.warn({ operator: owner, message, details: { pts, malformedPackets } });
        return;
      }
      throw new AudioFlowError('malformed-data', `${message}. Set onMalformed: 'skip' to go on`, {
        details: { owner, pts },
      });
    },
    checkChange: (from, to) => {
      if (isSameFormat(from, to) || onFormatChange === 'restart') return;
      throw new AudioFlowError(
        'format-changed',
        `${owner}: expected ${from.channelCount} channels at ${from.sampleRate} Hz as before, ` +
          `got ${to.channelCount} at ${to.sampleRate} Hz: set onFormatChange: 'restart'`,
        { details: { owner, from, to } },
      );
    },
  };
};
