import { AudioFlowError } from '@audioflow/core';
import { AAC_CHANNELS, AAC_RATES } from './sample-rate-index.js';

/** What an AudioSpecificConfig says (ISO 14496-3 1.6.2.1). */
export interface AudioSpecificConfig {
  /** Audio object type of the core coder: 2 is AAC LC. */
  readonly objectType: number;
  /** Sample rate of the core coder in Hz. */
  readonly sampleRate: number;
  /** Channel configuration: 1 mono, 2 stereo, 6 is 5.1; 0 is told in the stream itself. */
  readonly channelConfiguration: number;
  /** Spectral band replication (HE-AAC) is signalled: the decoder puts out `outputRate`. */
  readonly sbr: boolean;
  /** Parametric stereo (HE-AAC v2) is signalled: the decoder makes stereo of mono. */
  readonly ps: boolean;
  /** Sample rate after the decoder, in Hz. */
  readonly outputRate: number;
  /** Samples per packet of the core coder: 1024 or 960. */
  readonly frameSize: number;
}

const AOT_SBR = 5;
const AOT_PS = 29;
const SYNC_EXTENSION = 0x2b7;

/** Reads bits from the highest on; past the end they are 0. */
const bitReader = (bytes: Uint8Array): ((count: number) => number) => {
  let at = 0;
  return (count) => {
    let value = 0;
    for (let i = 0; i < count; i++, at++) {
      value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    }
    return value;
  };
};

/**
 * Reads an AudioSpecificConfig, explicit and backward compatible HE-AAC signalling included.
 *
 * @throws AudioFlowError `malformed-data` on fewer than two bytes or a reserved sample rate.
 *
 * @example
 * import { parseAudioSpecificConfig } from '@audioflow/codecs/bitstream';
 * const config = parseAudioSpecificConfig(Uint8Array.of(0x12, 0x10));
 * console.log(config.objectType, config.sampleRate, config.channelConfiguration); // 2 44100 2
 */
export const parseAudioSpecificConfig = (bytes: Uint8Array): AudioSpecificConfig => {
  const read = bitReader(bytes);
  const readType = (): number => {
    const short = read(5);
    return short === 31 ? 32 + read(6) : short;
  };
  const readRate = (): number => {
    const index = read(4);
    return index === 15 ? read(24) : (AAC_RATES[index] ?? 0);
  };
  let objectType = readType();
  const sampleRate = readRate();
  const channelConfiguration = read(4);
  if (bytes.length < 2 || sampleRate === 0) {
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new AudioFlowError(
      'malformed-data',
      `AudioSpecificConfig: expected two bytes or more with a known sample rate, got "${hex}"`,
    );
  }
  const ps = objectType === AOT_PS;
  let sbr = ps || objectType === AOT_SBR;
  let outputRate = sampleRate;
  if (sbr) {
    outputRate = readRate();
    objectType = readType();
  }
  const frameSize = read(1) === 1 ? 960 : 1024;
  if (read(1) === 1) read(14);
  read(1);
  if (!sbr && channelConfiguration > 0 && read(11) === SYNC_EXTENSION && readType() === AOT_SBR) {
    sbr = read(1) === 1;
    if (sbr) outputRate = readRate();
  }
  return { objectType, sampleRate, channelConfiguration, sbr, ps, outputRate, frameSize };
};

/** What {@link audioSpecificConfig} takes. */
export interface AudioSpecificConfigInit {
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Default 2: AAC LC. */
  readonly objectType?: number;
}

/**
 * Makes the two bytes of a plain AudioSpecificConfig.
 *
 * @throws AudioFlowError `unsupported` on a rate or channel count that has no index.
 *
 * @example
 * import { audioSpecificConfig } from '@audioflow/codecs/bitstream';
 * console.log(audioSpecificConfig({ sampleRate: 48000, channelCount: 2 }).join(' ')); // 17 144
 */
export const audioSpecificConfig = (init: AudioSpecificConfigInit): Uint8Array<ArrayBuffer> => {
  const { sampleRate, channelCount, objectType = 2 } = init;
  const rate = AAC_RATES.indexOf(sampleRate);
  const channels = channelCount === 0 ? -1 : AAC_CHANNELS.indexOf(channelCount);
  if (rate < 0 || channels < 0) {
    throw new AudioFlowError(
      'unsupported',
      `AudioSpecificConfig: expected 1 to 6 or 8 channels at one of ${AAC_RATES.join(', ')} Hz, ` +
        `got ${channelCount} at ${sampleRate} Hz`,
    );
  }
  return Uint8Array.of((objectType << 3) | (rate >> 1), ((rate & 1) << 7) | (channels << 3));
};
