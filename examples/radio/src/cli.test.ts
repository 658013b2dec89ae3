import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMp3Header } from '@audioflow/codecs/bitstream';
import { run, tune } from '@audioflow/core';
import { writeAudio } from '@audioflow/io';
import { afterEach, describe, expect, it } from '@jest/globals';
import { addressOf, type Radio, startRadio } from '../../../test/browser/start-radio.js';

const ANY_PORTS = ['--http-port', '0', '--ingest-port', '0'];

describe('radio: the command line', () => {
  const radios: Radio[] = [];
  const start = (...args: string[]): Radio => {
    const radio = startRadio(...args);
    radios.push(radio);
    return radio;
  };
  afterEach(async () => {
    await Promise.all(radios.splice(0).map((radio) => radio.end('SIGKILL')));
  });

  const statusAt = async (url: string): Promise<Record<string, unknown>> =>
    (await fetch(`${url}status.json`)).json();
  /** What a player gets from `/live` until so many bytes have come or the stream ends. */
  const hear = async (url: string, bytes: number): Promise<Buffer> => {
    const parts: Uint8Array[] = [];
    const { body } = await fetch(`${url}live`);
    for await (const part of body ?? []) {
      parts.push(part);
      if (parts.reduce((sum, { length }) => sum + length, 0) >= bytes) break;
    }
    return Buffer.concat(parts);
  };

  it('explains itself and ends with 0', async () => {
    const radio = start('--help');
    expect(await radio.exited).toBe(0);
    for (const flag of ['--mode', '--http-port', '--token', '--chunk-samples', '[file]']) {
      expect(radio.output()).toContain(flag);
    }
  });

  it('names every wrong flag plainly and ends with 2', async () => {
    const radio = start('--bitrate', 'much', '--codec', 'opus', '--channels', '3');
    expect(await radio.exited).toBe(2);
    expect(radio.output().trim().split('\n').sort()).toEqual([
      '--bitrate: expected a number, got "much"',
      '--channels: expected 1 or 2, got "3"',
      '--codec: expected auto, mp3, aac or pcm, got "opus"',
      'See --help.',
    ]);
    const bitrate = start('--bitrate', '100000');
    expect(await bitrate.exited).toBe(2);
    expect(bitrate.output()).toContain('--bitrate: expected, for mp3 at 44100 Hz, one of 32000');
    const unknown = start('--loud');
    expect(await unknown.exited).toBe(2);
    expect(unknown.output()).toContain("unknown option '--loud'");
  });

  it('says that a port is in use and ends with 1', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    const radio = start('--http-port', String(port), '--ingest-port', '0');
    expect(await radio.exited).toBe(1);
    expect(radio.output()).toContain(`port ${port} on 127.0.0.1 cannot be used: it is in use`);
    const sender = start('--http-port', '0', '--ingest-port', String(port));
    expect(await sender.exited).toBe(1);
    expect(sender.output()).toContain('EADDRINUSE');
    taken.close();
  });

  it('says that a file cannot be played and ends with 1', async () => {
    const radio = start(...ANY_PORTS, '/nowhere/song.ogg');
    expect(await radio.exited).toBe(1);
    expect(radio.output()).toContain('/nowhere/song.ogg');
  });

  it.each([
    'SIGINT',
    'SIGTERM',
  ] as const)('closes everything on %s and ends with 0', async (signal) => {
    const radio = start(...ANY_PORTS);
    const url = await addressOf(radio);
    const answer = await fetch(`${url}live`);
    await answer.body?.getReader().read();
    const asked = performance.now();
    expect(await radio.end(signal)).toBe(0);
    // Below the 3 s after which it would leave things open.
    expect(performance.now() - asked).toBeLessThan(2500);
  });

  it('serves the page, the stream, the status, and nothing else', async () => {
    const url = await addressOf(start(...ANY_PORTS));
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('<main class="radio"');
    expect(await (await fetch(`${url}main.js`)).text()).not.toContain('node:');
    expect((await fetch(`${url}../package.json`)).status).toBe(404);
    const heard = await hear(url, 20_000);
    expect(parseMp3Header(heard)).toMatchObject({ sampleRate: 44100, bitrate: 128_000 });
    expect(await statusAt(url)).toMatchObject({ state: 'live', codec: 'mp3', bitrate: 128_000 });
  });

  it('takes a sender of another process that says the token, and no other', async () => {
    const server = start('--mode', 'server', ...ANY_PORTS, '--token', 'open sesame');
    const url = await addressOf(server);
    const port = (await server.saw(/Send to \S+:(\d+)/))[1] ?? '';
    const sender = ['--mode', 'sender', '--ingest-port', port, '--seconds', '2'];
    const wrong = start(...sender, '--token', 'sesame');
    expect(await wrong.exited).toBe(1);
    expect(await statusAt(url)).toMatchObject({ state: 'waiting', secondsSent: 0 });
    const right = start(...sender, '--token', 'open sesame');
    const heard = await hear(url, 1e9);
    expect(await right.exited).toBe(0);
    expect(heard.length / 16_000).toBeCloseTo(2, 0);
    // The station stays for the next one.
    expect(await statusAt(url)).toMatchObject({ state: 'waiting', listeners: [] });
    expect(await server.end()).toBe(0);
  });

  it('plays a file again and again, or once with --once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-radio-'));
    const file = join(folder, 'short.wav');
    await run(tune({ duration: 0.7, sampleRate: 22_050 }), writeAudio(file));
    const looped = await addressOf(start(...ANY_PORTS, file));
    // 2.5 s of audio from a file of 0.7 s.
    expect((await hear(looped, 40_000)).length).toBeGreaterThanOrEqual(40_000);
    const once = start(...ANY_PORTS, '--file', file, '--once', '--codec', 'aac');
    const url = await addressOf(once);
    const heard = await hear(url, 1e9);
    expect(heard.subarray(0, 2).toString('hex')).toBe('fff1');
    expect(await statusAt(url)).toMatchObject({ state: 'waiting', codec: 'aac' });
    expect(await once.end()).toBe(0);
    await rm(folder, { recursive: true });
  });
});
