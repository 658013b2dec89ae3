import { fromFrames, run, silence } from '@audioflow/core';
import { splitFrame } from '@audioflow/core/testing';
import { expect, it } from '@jest/globals';
import { describeWithFfmpeg, ffmpegSamples, ffprobe } from '../container/fixtures/ffmpeg.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { voice } from './fixtures/voice.js';
import { writeAudio } from './write-audio.js';

const at = tempFolder();
let made = 0;
const fresh = (extension: string): string => at(`file-${made++}.${extension}`);
describeWithFfmpeg('writeAudio and the ffmpeg tools', () => {
  it.each([
    ['wav', { sampleType: 's16' }, 'pcm_s16le'],
    ['wav', { sampleType: 's24' }, 'pcm_s24le'],
    ['wav', { sampleType: 'f32' }, 'pcm_f32le'],
    ['wav', { sampleType: 'u8' }, 'pcm_u8'],
    ['mp3', {}, 'mp3'],
    ['aac', {}, 'aac'],
  ] as const)('ffmpeg reads our %s %j without a word, with the right length', async (extension, options, codec) => {
    const path = fresh(extension);
    const frame = voice(50_000);
    await run(fromFrames(splitFrame(frame, [1152])), writeAudio(path, options));
    const { codec_name, duration } = ffprobe(path);
    expect(codec_name).toBe(codec);
    // ADTS has no duration: ffprobe estimates it from the bitrate.
    if (extension !== 'aac')
      expect(Number(duration)).toBeCloseTo(50_000 / 44_100, extension === 'wav' ? 5 : 1);
    const samples = ffmpegSamples(path).length / 2;
    // No other reader knows the tag of our ADTS files: priming and padding stay.
    if (extension === 'aac') expect(samples).toBe(51_200);
    else expect(samples).toBe(50_000);
  });

  it('writes a stream of any pace: silence of one minute', async () => {
    const path = fresh('wav');
    await run(silence({ duration: 60, sampleRate: 8000 }), writeAudio(path));
    expect(ffprobe(path)['duration_ts']).toBe('480000');
  });
});
