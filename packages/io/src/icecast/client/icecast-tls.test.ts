import { once } from 'node:events';
import { createServer, type Server } from 'node:tls';
import { fromPull, type Packet, run } from '@audioflow/core';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BehaviorSubject } from 'rxjs';
import { describeWithTools } from '../../../../../test/tools/describe-with-tools.js';
import { failure } from '../../tcp/fixtures/bench.js';
import { selfSigned } from '../fixtures/self-signed.js';
import { stationHead } from '../fixtures/station.js';
import { tonePackets } from '../fixtures/tone-packets.js';
import { openIcecast } from '../relay/open-icecast.js';
import { icecastClient } from './icecast-client.js';

describeWithTools('over TLS', { openssl: 'openssl' }, () => {
  const heard: string[] = [];
  let server: Server;
  let port = 0;
  let ca = '';
  let audio = Buffer.alloc(0);

  beforeAll(async () => {
    const pair = await selfSigned();
    ca = pair.cert;
    const packets = await tonePackets('mp3', 1);
    audio = Buffer.concat(packets.map(({ data }) => data));
    server = createServer(pair, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (bytes: Buffer) => {
        const request = bytes.toString('latin1').split('\r\n')[0] ?? '';
        heard.push(request);
        if (request.startsWith('PUT')) socket.write('HTTP/1.0 200 OK\r\n\r\n');
        else if (request.includes('/admin/')) socket.end('HTTP/1.0 200 OK\r\n\r\n');
        else
          socket.end(
            `${stationHead({ 'Content-Length': audio.length })}${audio.toString('latin1')}`,
            'latin1',
          );
      });
    });
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => {
    server.close();
  });

  it('sends a stream and its titles', async () => {
    const packets = await tonePackets('mp3', 1);
    const events: string[] = [];
    const titles = new BehaviorSubject('Song');
    let told: () => void = () => undefined;
    const known = new Promise<void>((resolve) => {
      told = resolve;
    });
    const sink = icecastClient({
      host: 'localhost',
      port,
      mount: '/live',
      password: 'x',
      tls: { ca },
      titles,
      onEvent: ({ type }) => {
        events.push(type);
        if (type.startsWith('title')) told();
      },
    });
    const source = fromPull(async function* () {
      yield* packets.slice(0, 3);
      await known;
      yield* packets.slice(3);
    });
    await run(source, sink);
    expect(events).toEqual(['connected', 'title', 'closed']);
  });

  it('reads a stream', async () => {
    const relay = await openIcecast(`https://localhost:${port}/live`, { tls: { ca } });
    const got: Packet[] = [];
    await run(relay.packets, { write: (packet) => void got.push(packet) });
    expect(Buffer.concat(got.map(({ data }) => data)).equals(audio)).toBe(true);
  });

  it('trusts no certificate by itself', async () => {
    const before = heard.length;
    expect(await failure(openIcecast(`https://localhost:${port}/live`))).toMatch(
      /^io: .*self-signed certificate/,
    );
    const packets = await tonePackets('mp3', 1);
    const options = { host: 'localhost', port, mount: '/live', password: 'x', tls: true };
    const sink = icecastClient({ ...options, reconnect: { attempts: 1 } });
    expect(
      await failure(
        run(
          fromPull(() => packets),
          sink,
        ),
      ),
    ).toMatch(/^unavailable: .*self-signed certificate/);
    expect(heard.length).toBe(before);
  });
});
