import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { framePackets, mp3 } from '@audioflow/codecs';
import { parseMp3Header } from '@audioflow/codecs/bitstream';
import { remix, resample, run, tune } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import { afterEach, describe, expect, it } from '@jest/globals';
import { addressOf, type Radio, startRadio } from '../../../test/browser/start-radio.js';

const ANY_PORTS = ['--http-port', '0', '--ingest-port', '0'];

describe('radio: a station that is left alone', () => {
  const radios: Radio[] = [];
  const start = (...args: string[]): Radio => {
    const radio = startRadio(...args);
    radios.push(radio);
    return radio;
  };
  const startStation = async () => {
    const server = start('--mode', 'server', ...ANY_PORTS);
    const url = await addressOf(server);
    const port = (await server.saw(/Send to \S+:(\d+)/))[1] ?? '';
    return { server, url, sender: ['--mode', 'sender', '--ingest-port', port] };
  };
  afterEach(async () => {
    await Promise.all(radios.splice(0).map((radio) => radio.end('SIGKILL')));
  });

  it('survives requests that are no addresses', async () => {
    const { server, url } = await startStation();
    const { port } = new URL(url);
    for (const target of ['*%zz', '*:99999999/', '/%zz', '//', '/../../etc/passwd']) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.end(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      const [head] = await once(socket, 'data');
      expect(String(head)).toMatch(/^HTTP\/1\.1 4\d\d/);
      socket.destroy();
    }
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect((await fetch(url)).status).toBe(200);
    expect(await server.end()).toBe(0);
  });

  it('keeps its listeners when a sender is killed, and plays the next one to them', async () => {
    const { server, url, sender } = await startStation();
    const first = start(...sender);
    const { body } = await fetch(`${url}live`);
    const reader = body?.getReader();
    let heard = 0;
    const hearMore = async (bytes: number): Promise<void> => {
      for (const goal = heard + bytes; heard < goal; ) {
        const { done, value } = (await reader?.read()) ?? { done: true };
        if (done || value === undefined) throw new Error('the stream has ended');
        heard += value.length;
      }
    };
    await hearMore(16_000);
    await first.end('SIGKILL');
    await server.saw(/The sender is gone/);
    start(...sender);
    await hearMore(60_000);
    expect(await server.end()).toBe(0);
  });

  it('plays a sender whose stream is of another format, in its own', async () => {
    const { server, url, sender } = await startStation();
    const { body } = await fetch(`${url}live`);
    const other = start(...sender, '--sample-rate', '48000', '--channels', '1', '--seconds', '2');
    expect(await other.exited).toBe(0);
    const parts: Uint8Array[] = [];
    for await (const part of body ?? []) parts.push(part);
    const heard = Buffer.concat(parts);
    expect(parseMp3Header(heard)).toMatchObject({ sampleRate: 44_100, channelCount: 2 });
    expect(heard.length / 16_000).toBeCloseTo(2, 0);
    expect(await server.end()).toBe(0);
  });

  it('takes no source by PUT unless it is told a password', async () => {
    const { url } = await startStation();
    const answer = await fetch(`${url}live`, {
      method: 'PUT',
      headers: { 'Content-Type': 'audio/mpeg' },
      body: 'x',
    });
    expect(answer.status).toBe(403);
  });

  it('plays a sender that speaks as to an Icecast, and ends for 200 listeners on SIGTERM', async () => {
    const server = start('--mode', 'server', ...ANY_PORTS, '--source-password', 'hackme');
    const url = await addressOf(server);
    const song: Uint8Array[] = [];
    const packets = await run(
      tune({ duration: 3 }).pipe(resample(44_100), remix(2), encode(mp3), framePackets(mp3)),
      { write: (bytes) => void song.push(bytes) },
    );
    expect(packets.items).toBeGreaterThan(100);
    const source = request(`${url}live`, {
      method: 'PUT',
      auth: 'source:hackme',
      headers: { 'Content-Type': 'audio/mpeg' },
    });
    source.on('error', () => undefined);
    source.write(Buffer.concat(song));
    const heard = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const { body } = await fetch(`${url}live`);
        const reader = body?.getReader();
        await reader?.read();
        return reader;
      }),
    );
    const { mounts } = await (await fetch(`${url}status.json`)).json();
    expect(mounts['/live'].broadcast.listeners.length).toBe(200);
    const ends = heard.map(async (reader) => {
      for (;;) if ((await reader?.read())?.done !== false) return 'end';
    });
    expect(await server.end()).toBe(0);
    expect(new Set(await Promise.all(ends))).toEqual(new Set(['end']));
  });
});
