import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, sine } from '@audioflow/core';
import { writeAudio } from '@audioflow/io';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Program } from '../../../test/browser/start-program.js';
import { pageOf, startSpectrum } from '../../../test/browser/start-spectrum.js';
import { spectrumClient } from './fixtures/spectrum-client.js';
import { until } from './fixtures/until.js';

describe('spectrum: the command line', () => {
  const programs: Program[] = [];
  const start = (...args: string[]): Program => {
    const program = startSpectrum(...args);
    programs.push(program);
    return program;
  };
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.end('SIGKILL')));
  });

  it('explains itself, and names what is wrong', async () => {
    const [help, wrong, both, station, gone] = [
      start('--help'),
      start('--fps', '61'),
      start('--fps', '30', '--exact'),
      start('--radio', 'ftp://somewhere/live'),
      start('--port', '0', '/nowhere/song.ogg'),
    ];
    expect(await help.exited).toBe(0);
    for (const flag of ['[file]', '--radio', '--tune', '--port', '--bars', '--fps', '--exact']) {
      expect(help.output()).toContain(flag);
    }
    expect(await wrong.exited).toBe(1);
    expect(wrong.output()).toContain('expected a number from 1 to 60.');
    expect(await gone.exited).toBe(1);
    expect(gone.output()).toContain('expected an audio file at /nowhere/song.ogg');
    expect(await both.exited).toBe(1);
    expect(both.output()).toContain("'--exact' cannot be used with option '--fps <n>'");
    expect(await station.exited).toBe(1);
    expect(station.output()).toContain('expected an address that begins http://');
  });

  it('shows a file by the older recipe, and ends clean on SIGTERM while somebody looks', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-spectrum-'));
    const file = join(folder, 'tone.wav');
    await run(sine({ frequency: 1000, duration: 1, sampleRate: 48_000 }), writeAudio(file));
    const program = start('--port', '0', '--exact', '--bars', '24', file);
    const url = await pageOf(program);
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await page.text()).toContain('<main class="spectrum"');
    expect(await (await fetch(`${url}main.js`)).text()).not.toContain('node:');
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${url}../package.json`)).status).toBe(404);
    const client = await spectrumClient(url);
    client.say({ type: 'subscribe' });
    expect(await client.told('hello')).toMatchObject({ mode: 'exact', barCount: 24, ceiling: 1.5 });
    await until(() => client.frames.length > 5);
    expect(client.frames.map(({ bars }) => bars.length)).toEqual(client.frames.map(() => 24));
    expect(await client.told('status', 'running')).toMatchObject({ device: { name: 'tone.wav' } });
    expect(await program.end()).toBe(0);
    expect(await client.closed).toBe(1001);
    await rm(folder, { recursive: true });
  });
});
