import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, tune } from '@audioflow/core';
import { writeAudio } from '@audioflow/io';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  addressOf,
  type Radio,
  startRadioWithoutEngines,
} from '../../../test/browser/start-radio.js';

const ANY_PORTS = ['--http-port', '0', '--ingest-port', '0'];

describe('radio: a machine with neither node-av nor ffmpeg', () => {
  const radios: Radio[] = [];
  const start = (...args: string[]): Radio => {
    const radio = startRadioWithoutEngines(...args, ...ANY_PORTS);
    radios.push(radio);
    return radio;
  };
  afterEach(async () => {
    await Promise.all(radios.splice(0).map((radio) => radio.end('SIGKILL')));
  });

  it('streams PCM, of a wav file too, and says what to install', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-radio-'));
    const file = join(folder, 'tune.wav');
    await run(tune({ duration: 1, sampleRate: 22_050 }), writeAudio(file));
    const radio = start(file, '--once');
    const url = await addressOf(radio);
    const heard = Buffer.from(await (await fetch(`${url}live`)).arrayBuffer());
    expect(heard.subarray(0, 4).toString()).toBe('RIFF');
    expect((heard.length - 44) / (4 * 44_100)).toBeCloseTo(1, 0);
    expect(radio.output().split('\n', 1)[0]).toBe(
      'No MP3 or AAC engine found: streaming PCM at 1411 kbit/s. For MP3: npm install node-av, or install ffmpeg.',
    );
    expect(await radio.end()).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('ends with 1 where the codec named cannot be encoded, before it says that it is on', async () => {
    const radio = start('--codec', 'aac');
    expect(await radio.exited).toBe(1);
    expect(radio.output()).toMatch(/npm install.*node-av/);
    expect(radio.output()).not.toContain('Listen at');
  });
});
