import { spawnSync } from 'node:child_process';
import { describeCodec } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';
import { compressAlaw, compressMulaw } from './compress-g711.js';
import { expandAlaw, expandMulaw } from './expand-g711.js';
import { alaw, mulaw } from './g711.js';

const LAWS = [
  {
    codec: mulaw,
    compress: compressMulaw,
    expand: expandMulaw,
    minus0: 0x7f,
    // Table 2a, column 4: decision values of 14 bits, at the ends of the segments and within two of them.
    borders: [1, 3, 31, 95, 223, 479, 991, 2015, 4063, 4319, 7903].map((value) => 4 * value),
  },
  {
    codec: alaw,
    compress: compressAlaw,
    expand: expandAlaw,
    minus0: -1,
    // Table 1a: decision values of 13 bits.
    borders: [2, 4, 64, 128, 256, 512, 1024, 2048, 2176, 3968].map((value) => 8 * value),
  },
];
const ALL = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);

for (const law of LAWS) {
  const { codec, compress, expand } = law;
  describeCodec(
    codec.id,
    {
      codec,
      encodeOptions: [],
      decodeOptions: [],
      frameSize: 160,
      minSnrDb: 34,
      packetsFollowInput: true,
    },
    { describe, it, expect },
  );

  describe(`${codec.id} kernels`, () => {
    it('give back each of the 256 codes', () => {
      for (let code = 0; code < 256; code++) {
        // Mu-law has two zeros.
        expect(compress(expand(code))).toBe(code === law.minus0 ? 0xff : code);
      }
    });

    it('decide where the tables of G.711 do', () => {
      // The first sample, of 16 bits, that belongs to the next code.
      for (const border of law.borders) {
        expect(expand(compress(border - 1))).toBeLessThan(border);
        expect(expand(compress(border))).toBeGreaterThanOrEqual(border);
      }
      const values = [...ALL].map((sample) => expand(compress(sample)));
      expect(values).toEqual([...values].sort((a, b) => a - b));
      expect(new Set(values).size).toBe(law.minus0 === -1 ? 256 : 255);
    });
  });
}

describeWithFfmpeg('G.711 beside ffmpeg', () => {
  it.each(LAWS)('expands as ffmpeg does, and compresses as near', ({ codec, compress, expand }) => {
    const run = (args: string, input: Uint8Array): Buffer => {
      const options = { input, maxBuffer: 1 << 20 };
      return spawnSync('ffmpeg', `-v error ${args}`.split(' '), options).stdout;
    };
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
    const raw = `-f ${codec.id} -ar 8000 -ac 1 -i pipe:0`;
    const expanded = run(`${raw} -f s16le pipe:1`, codes);
    expect([...codes].map(expand)).toEqual([...codes].map((_, i) => expanded.readInt16LE(2 * i)));
    const linear = '-f s16le -ar 8000 -ac 1 -i pipe:0';
    const theirs = run(`${linear} -f ${codec.id} pipe:1`, new Uint8Array(ALL.buffer));
    const differing = [...ALL].filter(
      (sample, i) =>
        Math.abs(expand(theirs[i] ?? 0) - sample) < Math.abs(expand(compress(sample)) - sample),
    );
    // Theirs takes the nearest value, G.711 decides a little before at the ends of segments.
    expect(differing.length / ALL.length).toBeLessThan(0.05);
  });
});
