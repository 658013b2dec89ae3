import { type Packet, run } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject } from 'rxjs';
import { listenWebSocket } from '../../broadcast/fixtures/listen.js';
import { syntheticMp3 } from '../../broadcast/fixtures/synthetic-mp3.js';
import { until } from '../../broadcast/fixtures/until.js';
import { dialSource, openRadio, type Radio } from '../fixtures/radio.js';

const FORMAT = { codec: 'mp3', sampleRate: 44_100, channelCount: 2, flushMs: 0 } as const;

const status = (radio: Radio, path = '/live') => radio.server.mount(path).status();

describe('titles of a mount of icecastServer', () => {
  it('forgets the title of a source that has left, and no other', async () => {
    const radio = await openRadio({ ...FORMAT, onBusy: 'takeover' });
    const mount = radio.server.mount('/live');
    const info = { codec: 'mp3', sampleRate: 44_100, channelCount: 2 };
    const titles = (): unknown => status(radio).title;
    const begin = (title?: string) => {
      const packets = new Subject<Packet>();
      const metadata = title === undefined ? NEVER : of({ title });
      const end = mount.play({ info, packets, metadata });
      packets.next(syntheticMp3(0));
      return { packets, end };
    };
    mount.setTitle('of the house');
    const silent = begin();
    silent.packets.complete();
    await silent.end;
    expect(titles()).toBe('of the house');
    const first = begin('first');
    const second = begin('second');
    expect(await first.end).toBe('replaced');
    expect(titles()).toBe('second');
    second.packets.complete();
    await second.end;
    expect(titles()).toBeUndefined();
    const third = begin();
    mount.setTitle('told by hand');
    third.packets.complete();
    await third.end;
    expect(titles()).toBeUndefined();
  });

  it('tells titles to all kinds of listeners, from whom the password allows', async () => {
    const radio = await openRadio(FORMAT, { admin: { password: 'root' } });
    const page = await listenWebSocket(radio.port, '/ws/live');
    const update = async (query: string, login = 'source:hackme'): Promise<number> => {
      const url = `http://127.0.0.1:${radio.port}/admin/metadata?mode=updinfo&${query}`;
      const authorization = `Basic ${Buffer.from(login).toString('base64')}`;
      return (await fetch(url, { headers: { authorization } })).status;
    };
    expect(await update('mount=/live&song=Caf%C3%A9')).toBe(200);
    expect(await update('mount=/live&song=Za%DFa&charset=latin1', 'admin:root')).toBe(200);
    expect(await update('mount=/live&artist=A&title=B%0A')).toBe(200);
    expect(await update('mount=/live&song=no', 'source:wrong')).toBe(401);
    expect(await update('mount=/else&song=no', 'admin:root')).toBe(404);
    expect(await update('mount=/live')).toBe(400);
    radio.server.mount('/live').setTitle({ title: 'by hand', url: 'http://x/' });
    await until('the titles', () => page.texts.length === 5);
    expect(page.texts.slice(1).map((text): unknown => JSON.parse(text))).toEqual([
      { type: 'title', title: 'Café' },
      { type: 'title', title: 'Zaßa' },
      { type: 'title', title: 'A - B' },
      { type: 'title', title: 'by hand', url: 'http://x/' },
    ]);
  });

  it('tells the titles of a mount to those who hear it in another format', async () => {
    const mounts = [
      { path: '/live', ...FORMAT },
      { path: '/aac', from: '/live', codec: 'aac' as const },
      { path: '/low', from: '/aac', codec: 'mp3' as const, sampleRate: 22_050 },
    ];
    const radio = await openRadio({}, { mounts });
    radio.server.mount('/live').setTitle('Café');
    expect(mounts.map(({ path }) => status(radio, path).title)).toEqual(mounts.map(() => 'Café'));
    const taken = dialSource(radio.port, {}, 'PUT /aac HTTP/1.1');
    await taken.closed;
    expect(taken.answer()).toMatch(/403.*takes no sources/s);
    await expect(run(of(syntheticMp3(0)), radio.server.mount('/aac').sink())).rejects.toThrow(
      'carries the audio of another one',
    );
  });
});
