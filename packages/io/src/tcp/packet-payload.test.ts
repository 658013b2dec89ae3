import type { Packet } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { encodeHello, infoOfPacket, parseHello } from './hello.js';
import { createPacketDecoder, encodePacketPayload } from './packet-payload.js';

const packet: Packet = {
  kind: 'packet',
  codec: 'opus',
  data: Uint8Array.of(1, 2, 3),
  sampleRate: 48_000,
  channelCount: 2,
  pts: -312,
  duration: 960,
  config: Uint8Array.of(7, 7),
  trimStart: 312,
};
const info = infoOfPacket(packet);

describe('the payload of a packet', () => {
  it('carries pts, duration, trims and data', () => {
    const decode = createPacketDecoder(info);
    const payload = encodePacketPayload(packet, packet.config);
    expect(Buffer.from(payload).toString('hex')).toBe(
      '0101fffffffffffffec8000003c00000013800000000010203',
    );
    expect(decode(payload)).toEqual(packet);
    const bare: Packet = { ...packet, pts: 2 ** 40, trimStart: 0 };
    expect(decode(encodePacketPayload(bare, packet.config))).toMatchObject({ pts: 2 ** 40 });
  });

  it('carries a new configuration, which holds from then on', () => {
    const decode = createPacketDecoder(info);
    const changed: Packet = { ...packet, config: Uint8Array.of(9) };
    expect(decode(encodePacketPayload(changed, packet.config)).config).toEqual(changed.config);
    const next = decode(encodePacketPayload(changed, changed.config));
    expect(next.config).toEqual(changed.config);
  });

  it.each([
    ['pts', '1.5', { pts: 1.5 }],
    ['pts', 'NaN', { pts: Number.NaN }],
    ['pts', '1152921504606847000', { pts: 2 ** 60 }],
    ['duration', '-1', { duration: -1 }],
    ['duration', '4294967296', { duration: 2 ** 32 }],
    ['trimStart', '4294967608', { trimStart: 2 ** 32 + 312 }],
    ['trimEnd', '-5', { trimEnd: -5 }],
    ['config.length', '65536', { config: new Uint8Array(65_536) }],
    ['data.length', '0', { data: new Uint8Array(0) }],
  ])('is not made with a %s of %s', (field, got, part) => {
    expect(() => encodePacketPayload({ ...packet, ...part }, undefined)).toThrow(
      expect.objectContaining({
        code: 'malformed-data',
        message: expect.stringMatching(
          new RegExp(`expected ${field} to be an integer of .* to .*, got ${got}:`),
        ),
      }),
    );
  });

  it('carries the largest values that its fields hold', () => {
    const most = { pts: -(2 ** 53 - 1), duration: 2 ** 32 - 1, trimEnd: 2 ** 32 - 1 };
    const large = { ...packet, ...most, config: new Uint8Array(65_535).fill(3) };
    expect(createPacketDecoder(info)(encodePacketPayload(large, undefined))).toEqual(large);
  });

  it.each([
    ['another kind', '02000000000000000000000003c001'],
    ['unknown flags', '01ff0000000000000000000003c001'],
    ['a cut head', '0100000000'],
    ['no data', '01000000000000000000000003c0'],
    ['a cut config', '01020000000000000000000003c00009aa'],
    ['a pts beyond all samples', '01007fffffffffffffff000003c001'],
  ])('is refused with %s', (_, hex) => {
    expect(() => createPacketDecoder(info)(Uint8Array.from(Buffer.from(hex, 'hex')))).toThrow(
      expect.objectContaining({ code: 'malformed-data' }),
    );
  });
});

describe('the hello', () => {
  it('carries what a decoder must know', () => {
    const sent = { stream: 'studio.1', token: 'ü', info: { ...info, bitrate: 96_000 } };
    expect(parseHello(encodeHello(sent))).toEqual(sent);
  });

  it.each([
    ['{"audioflow":1}', 'audioflow: expected version 2'],
    ['{"audioflow":2,"stream":"a b","codec":"mp3","sampleRate":1,"channelCount":1}', 'stream: '],
    ['{"audioflow":2,"stream":"a","codec":"mp3","sampleRate":0,"channelCount":1}', 'sampleRate: '],
    [
      '{"audioflow":2,"stream":"a","codec":"mp3","sampleRate":1,"channelCount":1,"config":"?"}',
      'config: ',
    ],
    ['{not json', 'no JSON'],
  ])('is refused: %s', (text, message) => {
    expect(() => parseHello(new TextEncoder().encode(text))).toThrow(
      expect.objectContaining({
        code: 'malformed-data',
        message: expect.stringContaining(message),
      }),
    );
  });
});
