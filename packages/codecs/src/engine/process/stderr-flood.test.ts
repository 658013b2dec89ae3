import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAudioFlowError } from '@audioflow/core';
import { expect, it } from '@jest/globals';
import { mp3 } from '../../codec/index.js';
import { describeWithFfmpeg } from '../../fixtures/ffmpeg.js';
import { encodeAll, toneFrame } from '../../fixtures/sessions.js';

describeWithFfmpeg('an ffmpeg that floods stderr', () => {
  it('is read on, and the end of what it says is in the error', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-flood-'));
    try {
      const talker = join(folder, 'talker');
      await writeFile(talker, '#!/bin/sh\nexec ffmpeg "$@" -v trace\n');
      await chmod(talker, 0o755);
      const options = { engine: 'process', ffmpegPath: talker } as const;
      const packets = await encodeAll(mp3, [toneFrame(480_000, 48_000, 2)], options);
      expect(packets.length).toBe(418);

      const failing = join(folder, 'failing');
      await writeFile(
        failing,
        '#!/bin/sh\ncase "$*" in *pipe:1*) yes complaint | head -c 3000000 >&2; echo the end >&2; exit 7;; esac\nexec ffmpeg "$@"\n',
      );
      await chmod(failing, 0o755);
      const broken = { engine: 'process', ffmpegPath: failing } as const;
      const error: unknown = await encodeAll(mp3, [toneFrame(480_000, 48_000, 2)], broken).catch(
        (reason) => reason,
      );
      if (!isAudioFlowError(error, 'io')) throw error;
      expect(error.message).toContain('exit code 7');
      expect(error.message).toContain('complaint\nthe end');
      expect(error.message.length).toBeLessThan(3000);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
