import { fromPull, run } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { take } from 'rxjs';
import { readSyntheticMp3, syntheticMp3 } from '../../broadcast/fixtures/synthetic-mp3.js';
import { until } from '../../broadcast/fixtures/until.js';
import { relayOptions, serve, stationHead, withTitles } from '../fixtures/station.js';
import { openIcecast } from '../relay/open-icecast.js';
import { icecastClient } from './icecast-client.js';
import type { IcecastClientEvent } from './icecast-client.types.js';

/** Seeded numbers from 0 to 1. */
const createRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const reconnect = { attempts: 1000, delayMs: 0, maxDelayMs: 1 };

describe('connections that break again and again', () => {
  it('carry whole frames in order from a client, and none twice', async () => {
    const random = createRandom(3);
    const server = await serve((socket, index) => {
      const chance = random();
      if (chance < 0.1) socket.destroy();
      else if (chance < 0.2) socket.end('HTTP/1.0 403 Forbidden\r\n\r\nMountpoint in use');
      else {
        socket.write(
          `${chance < 0.6 ? 'HTTP/1.1 100 Continue\r\n\r\n' : ''}HTTP/1.0 200 OK\r\n\r\n`,
        );
        const cut = chance < 0.4 ? () => socket.end() : () => socket.resetAndDestroy();
        if (index < 60) setTimeout(cut, 15 * random());
      }
    });
    const count = 8000;
    const events: IcecastClientEvent[] = [];
    const onEvent = (event: IcecastClientEvent): void => void events.push(event);
    const source = fromPull(async function* () {
      for (let i = 0; i < count; i++) {
        if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
        yield syntheticMp3(i);
      }
    });
    const { port } = server;
    await run(source, icecastClient({ port, mount: '/live', password: 'x', reconnect, onEvent }));
    let last = -1;
    for (const heard of server.heard) {
      const at = heard.indexOf('\r\n\r\n');
      const body = at < 0 ? Buffer.alloc(0) : heard.subarray(at + 4);
      // A frame may be cut off at the end of a connection, and only there.
      const indexes = readSyntheticMp3(body.subarray(0, body.length - (body.length % 417)));
      for (const [i, index] of indexes.entries()) {
        expect(index).toBeGreaterThan(last);
        if (i > 0) expect(index).toBe(last + 1);
        last = index;
      }
    }
    expect(last).toBe(count - 1);
    expect(events.filter(({ type }) => type === 'lost').length).toBeGreaterThan(20);
    expect(events.at(-1)).toMatchObject({ type: 'closed' });
    await until('the end of all connections', () => server.open === 0);
  });

  it('carry whole frames to a relay, whose time goes on', async () => {
    const random = createRandom(5);
    const frames = Array.from({ length: 40 }, (_, i) => syntheticMp3(i).data);
    const metaint = 500;
    const body = withTitles(Buffer.concat(frames), metaint, ['a', 'b', undefined, 'c']);
    const server = await serve((socket) => {
      const chance = random();
      if (chance < 0.1) socket.destroy();
      else if (chance < 0.2) socket.end('HTTP/1.0 404 Not Found\r\n\r\n');
      else {
        const part = body.subarray(0, Math.floor(body.length * random()));
        socket.write(Buffer.concat([Buffer.from(stationHead({ 'icy-metaint': metaint })), part]));
        setTimeout(() => (chance < 0.6 ? socket.end() : socket.resetAndDestroy()), 5 * random());
      }
    });
    const { options, events } = relayOptions({ openAttempts: 100, reconnect });
    const relay = await openIcecast(`http://127.0.0.1:${server.port}/live`, options);
    let next = 0;
    const indexes: number[] = [];
    await run(relay.packets.pipe(take(1000)), {
      write: ({ pts, duration, data }) => {
        expect(pts).toBe(next);
        next = pts + duration;
        indexes.push(...readSyntheticMp3(data));
      },
    });
    // Each connection begins anew, and has no hole.
    const holes = indexes.filter((index, i) => index !== 0 && index !== (indexes[i - 1] ?? -1) + 1);
    expect(holes).toEqual([]);
    expect(events.filter(({ type }) => type === 'lost').length).toBeGreaterThan(20);
    await until('the end of all connections', () => server.open === 0);
  });
});
