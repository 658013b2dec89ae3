/**
 * One codec packet. `data` is the raw packet: container and transport framing (ADTS, Ogg pages...)
 * exists only outside. `pts` and `duration` are in samples at `sampleRate`, the rate that the decoder
 * puts out (48000 for opus).
 */
export interface Packet<C extends string = string> {
  readonly kind: 'packet';
  readonly codec: C;
  readonly data: Uint8Array;
  readonly sampleRate: number;
  readonly channelCount: number;
  /** May be negative: encoder priming comes before sample 0. */
  readonly pts: number;
  /** Includes the samples that are trimmed after decoding. */
  readonly duration: number;
  /** Codec configuration (AudioSpecificConfig, OpusHead...): the same reference on every packet. */
  readonly config?: Uint8Array;
  /** Samples to drop from the front of what this packet decodes to. */
  readonly trimStart?: number;
  /** Samples to drop from the end of what this packet decodes to. */
  readonly trimEnd?: number;
}
