import { createAdtsFramer } from '@audioflow/codecs/bitstream';
import { type Packet, run } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { BehaviorSubject, take } from 'rxjs';
import { until } from '../../broadcast/fixtures/until.js';
import { failure } from '../../tcp/fixtures/bench.js';
import { icecastClient } from '../client/icecast-client.js';
import type { IcecastClientEvent } from '../client/icecast-client.types.js';
import { pacedPackets } from '../fixtures/paced-packets.js';
import { openRadio } from '../fixtures/radio.js';
import { relayOptions } from '../fixtures/station.js';
import { tonePackets } from '../fixtures/tone-packets.js';
import { openIcecast } from './open-icecast.js';

const TITLE = 'Café - Song 1 ☕';

const bytesOf = (packets: readonly Packet[]): Buffer => {
  const adts = createAdtsFramer();
  return Buffer.concat(
    packets.map((p) => (p.codec === 'aac' ? adts({ ...p, codec: 'aac' }) : p.data)),
  );
};

describe('client, server, relay, server, relay', () => {
  it.each(['mp3', 'aac'] as const)('carry %s and its titles unchanged', async (codec) => {
    const packets = await tonePackets(codec, 10);
    const [near, far] = [await openRadio(), await openRadio()];
    const titles = new BehaviorSubject(TITLE);
    const events: string[] = [];
    const stop = new AbortController();
    const { port } = near;
    const sent = run(
      pacedPackets(packets, 8, stop.signal),
      icecastClient({
        port,
        mount: '/live',
        password: 'hackme',
        name: 'Tönen',
        titles,
        onEvent: ({ type }) => events.push(type),
      }),
    );
    await until('the title', () => events.includes('title'));
    const { options } = relayOptions({ openAttempts: 100 });
    const relay = await openIcecast(`http://127.0.0.1:${port}/live`, options);
    expect(relay.info).toMatchObject({ codec, name: 'Tönen' });
    far.server.mount('/live').play(relay);
    const last = await openIcecast(`http://127.0.0.1:${far.port}/live`, options);
    const heard: string[] = [];
    last.metadata.subscribe(({ title }) => heard.push(title));
    const got: Packet[] = [];
    await run(last.packets.pipe(take(100)), { write: (packet) => void got.push(packet) });
    titles.next('New');
    // Over and over the same: what came is a piece of it.
    const loop = bytesOf([...packets, ...packets, ...packets]);
    expect(loop.includes(bytesOf(got))).toBe(true);
    expect(heard).toEqual([TITLE]);
    stop.abort();
    await sent;
    relay.close();
  });

  it('a server refuses for good what it does not take, and for now what is taken', async () => {
    const { port, server } = await openRadio({ codec: 'aac' });
    const packets = await tonePackets('mp3', 1);
    const events: IcecastClientEvent[] = [];
    const options = { port, mount: '/live', password: 'hackme' };
    const onEvent = (event: IcecastClientEvent): void => void events.push(event);
    const stop = new AbortController();
    const send = (more: object): Promise<string> =>
      failure(
        run(pacedPackets(packets, 1, stop.signal), icecastClient({ ...options, ...more, onEvent })),
      );
    expect(await send({})).toMatch(/^unsupported: .* 415 /);
    expect(await send({ mount: '/none' })).toMatch(/^invalid-option: .* 404 /);
    expect(await send({ password: 'wrong' })).toMatch(/^invalid-option: .* 401 /);
    expect(events.filter(({ type }) => type === 'retry')).toEqual([]);
    expect(server.mount('/live').status().sources).toBe(0);
  });
});
