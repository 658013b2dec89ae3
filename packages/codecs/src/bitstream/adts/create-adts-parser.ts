import { AudioFlowError, type Packet } from '@audioflow/core';
import { createFrameScanner } from '../frame-scanner.js';
import type { PacketParser } from '../packet-parser.js';
import { type AdtsHeader, parseAdtsHeader } from './adts-header.js';
import { adtsSyntax } from './adts-syntax.js';
import { audioSpecificConfig } from './audio-specific-config.js';

const BLOCK_SAMPLES = 1024;
const CHECKSUM_BYTES = 2;

/** The raw data blocks of a frame; those without position table cannot be told apart and stay together. */
const blocksOf = (frame: Uint8Array, header: AdtsHeader): readonly Uint8Array[] => {
  const { blocks, headerBytes } = header;
  if (!header.protected || blocks === 1) return [frame.subarray(headerBytes)];
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const starts = [headerBytes];
  for (let i = 1; i < blocks; i++) starts.push(headerBytes + view.getUint16(5 + 2 * i));
  const parts: Uint8Array[] = [];
  for (const [i, start] of starts.entries()) {
    const stop = (starts[i + 1] ?? frame.length) - CHECKSUM_BYTES;
    // A damaged table: the decoder finds its way better in the whole.
    if (stop <= start || stop > frame.length) return [frame.subarray(headerBytes)];
    parts.push(frame.subarray(start, stop));
  }
  return parts;
};

/**
 * Makes a parser of ADTS streams: raw AAC packets with the AudioSpecificConfig that the headers imply.
 * ID3 and APE tags are skipped.
 *
 * HE-AAC cannot be seen from ADTS headers: its packets carry the rate of the core, and the decoder puts
 * out twice as much.
 *
 * @throws AudioFlowError `unsupported` from `push` on channel configuration 0.
 *
 * @example
 * import { createAdtsParser } from '@audioflow/codecs/bitstream';
 * const parser = createAdtsParser();
 * parser.push(Uint8Array.of(0xff, 0xf1, 0x50, 0x80, 0x01, 0x1f, 0xfc, 0x21), () => {});
 * parser.end((packet) => console.log(packet.data.length, packet.config?.join(' '))); // 1 18 16
 */
export const createAdtsParser = (): PacketParser<'aac'> => {
  const scanner = createFrameScanner(adtsSyntax);
  let config = new Uint8Array();
  let key = '';
  let pts = 0;

  const configure = (header: AdtsHeader): void => {
    const { objectType, sampleRate, channelCount, channelConfiguration } = header;
    const found = `${objectType} ${sampleRate} ${channelConfiguration}`;
    if (found === key) return;
    if (channelCount === 0) {
      throw new AudioFlowError(
        'unsupported',
        'parsePackets(aac): expected a channel configuration of 1 to 7 in the ADTS header, got 0 (a ' +
          'program config element): remux the stream to MP4',
      );
    }
    key = found;
    config = audioSpecificConfig({ sampleRate, channelCount, objectType });
  };

  const take = (frame: Uint8Array, out: (packet: Packet<'aac'>) => void): void => {
    const header = parseAdtsHeader(frame);
    if (header === undefined) return;
    configure(header);
    const { sampleRate, channelCount } = header;
    const parts = blocksOf(frame, header);
    const duration = (BLOCK_SAMPLES * header.blocks) / parts.length;
    for (const data of parts) {
      const at = pts;
      pts += duration;
      out({
        kind: 'packet',
        codec: 'aac',
        data,
        sampleRate,
        channelCount,
        pts: at,
        duration,
        config,
      });
    }
  };

  return {
    report: scanner.report,
    push: (bytes, out) => scanner.push(bytes, (frame) => take(frame, out)),
    end: (out) => scanner.end((frame) => take(frame, out)),
  };
};
