import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { listenHttp, listenWebSocket } from '../../broadcast/fixtures/listen.js';
import { readSyntheticMp3 } from '../../broadcast/fixtures/synthetic-mp3.js';
import { until } from '../../broadcast/fixtures/until.js';
import { mp3Frames } from '../fixtures/frames.js';
import { dialSource, openRadio } from '../fixtures/radio.js';

const FORMAT = { codec: 'mp3', sampleRate: 44_100, channelCount: 2, flushMs: 0 } as const;
/** As Java's client and `curl --http2` ask on a plain connection. */
const OFFER = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMA' };

describe('the HTTP paths of icecastServer', () => {
  it('serve those who offer another protocol than WebSocket', async () => {
    const radio = await openRadio(FORMAT);
    const listener = await listenHttp(radio.port, '/live', OFFER);
    expect([listener.status, listener.headers['content-type']]).toEqual([200, 'audio/mpeg']);
    const source = dialSource(radio.port);
    source.send(mp3Frames(0, 5));
    await until('frames', () => listener.audio().length >= 5 * 417);
    expect(readSyntheticMp3(listener.audio())).toEqual([0, 1, 2, 3, 4]);
    for (const [path, code] of [
      ['/metrics', 200],
      ['/status.json/live', 200],
      ['/nothing', 404],
    ] as const) {
      const answer = await listenHttp(radio.port, path, OFFER);
      expect([path, answer.status, await answer.ended]).toEqual([path, code, 'end']);
    }
  });

  it('keep no connection of those who offer one and do not hang up', async () => {
    const radio = await openRadio(FORMAT);
    const peer = connect({ port: radio.port, host: '127.0.0.1', allowHalfOpen: true });
    peer.write('GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    const [head] = await once(peer, 'data');
    expect(String(head)).toMatch(/^HTTP\/1\.1 200/);
    await until('its end', () => radio.server.status().connections === 0);
    peer.destroy();
  });

  it('take control characters out of titles and their pages alike', async () => {
    const radio = await openRadio(FORMAT);
    const listener = await listenWebSocket(radio.port, '/ws/live');
    await fetch(
      `http://127.0.0.1:${radio.port}/admin/metadata?mode=updinfo&song=a%0D%0Ab&url=%1Bhttp://x/%0A`,
      { headers: { Authorization: `Basic ${btoa('source:hackme')}` } },
    );
    await until('the title', () => listener.texts.length > 1);
    const said = { title: 'a b', titleUrl: 'http://x/' };
    expect(radio.server.mount('/live').status().broadcast).toMatchObject(said);
  });
});
