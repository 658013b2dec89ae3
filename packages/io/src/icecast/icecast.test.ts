import { setTimeout as sleep } from 'node:timers/promises';
import { createAdtsFramer } from '@audioflow/codecs/bitstream';
import { type Packet, run } from '@audioflow/core';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BehaviorSubject, take } from 'rxjs';
import { describeWithTools } from '../../../../test/tools/describe-with-tools.js';
import { until } from '../broadcast/fixtures/until.js';
import { failure } from '../tcp/fixtures/bench.js';
import { icecastClient } from './client/icecast-client.js';
import type { IcecastClientEvent, IcecastClientOptions } from './client/icecast-client.types.js';
import { pacedPackets } from './fixtures/paced-packets.js';
import { runProgram } from './fixtures/run-program.js';
import { type Icecast, startIcecast } from './fixtures/start-icecast.js';
import { relayOptions } from './fixtures/station.js';
import { tonePackets } from './fixtures/tone-packets.js';
import { openIcecast } from './relay/open-icecast.js';
import type { IcecastTitle } from './relay/open-icecast.types.js';

const TITLE = 'Café - Song 1 ☕';
/** Faster than it plays, so that the tests take no long time. */
const SPEED = 8;

const framesOf = (packets: readonly Packet[]): readonly Uint8Array[] => {
  const adts = createAdtsFramer();
  return packets.map((p) => (p.codec === 'aac' ? adts({ ...p, codec: 'aac' }) : p.data));
};

describeWithTools(
  'a real Icecast',
  { icecast2: 'icecast2', ffmpeg: 'ffmpeg', mpg123: 'mpg123' },
  () => {
    let icecast: Icecast;
    beforeAll(async () => {
      // Whoever comes late gets all from the first frame on.
      icecast = await startIcecast({ burstSize: 400_000 });
    });
    afterAll(() => icecast.stop());

    /** A client that sends a tone over and over, and how to end it. */
    const send = (
      packets: readonly Packet[],
      options: Partial<IcecastClientOptions> & { readonly mount: string },
    ) => {
      const events: IcecastClientEvent[] = [];
      const stop = new AbortController();
      const sink = icecastClient({
        port: icecast.port,
        password: icecast.password,
        reconnect: { delayMs: 20, maxDelayMs: 100 },
        onEvent: (event) => events.push(event),
        ...options,
      });
      const done = run(pacedPackets(packets, SPEED, stop.signal), sink);
      const types = (): readonly string[] => events.map(({ type }) => type);
      const end = async (): Promise<void> => {
        stop.abort();
        await done;
      };
      return { events, types, done, end };
    };

    it.each([
      ['mp3', 'PUT'],
      ['mp3', 'SOURCE'],
      ['aac', 'PUT'],
      ['aac', 'SOURCE'],
    ] as const)('takes %s by %s; players decode it without an error', async (codec, method) => {
      const mount = `/${codec}-${method}`;
      const titles = new BehaviorSubject(TITLE);
      const packets = await tonePackets(codec, 10);
      const sender = send(packets, { mount, method, titles, name: 'Tönen', bitrate: 128_000 });
      await until('the title', () => sender.types().includes('title'));
      const address = icecast.url(mount);
      const play = ['-v', 'warning', '-i', address, '-t', '10', '-f', 's16le', 'pipe:1'];
      const tags = 'format_tags=StreamTitle,icy-name:stream=codec_name,sample_rate,channels';
      const probe = ['-v', 'error', '-count_packets', '-read_intervals', '%+3', '-of', 'json'];
      /** What was sent before the title came has none: it is not sent to those who come some seconds later. */
      const probeTitled = async () => {
        for (let tries = 1; ; tries++) {
          const probed = await runProgram('ffprobe', [...probe, '-show_entries', tags, address]);
          if (tries === 5 || String(probed.stdout).includes(TITLE)) return probed;
          await sleep(1000);
        }
      };
      const [decoded, probed, mpg123] = await Promise.all([
        runProgram('ffmpeg', ['-nostdin', ...play]),
        probeTitled(),
        codec === 'mp3' ? runProgram('mpg123', ['-v', '-t', '-n', '300', address]) : undefined,
      ]);
      expect(decoded.stderr).toBe('');
      expect(decoded.stdout.length).toBe(10 * 44_100 * 2);
      expect(JSON.parse(String(probed.stdout))).toMatchObject({
        streams: [{ codec_name: codec, sample_rate: '44100', channels: 1 }],
        format: { tags: { StreamTitle: TITLE, 'icy-name': 'Tönen' } },
      });
      if (mpg123 !== undefined) {
        expect(mpg123.code).toBe(0);
        expect(mpg123.stderr).toContain(`StreamTitle='${TITLE}'`);
        expect(mpg123.stderr).not.toMatch(/error|resync|invalid|skipped/i);
      }
      await sender.end();
      expect(sender.types()).toEqual(['connected', 'title', 'closed']);
    });

    it('refuses a wrong password at once, and a mount that is in use until it is free', async () => {
      const packets = await tonePackets('mp3', 10);
      const wrong = send(packets, { mount: '/wrong', password: 'nope' });
      expect(await failure(wrong.done)).toMatch(/^invalid-option: .*401 .*authenticate/);
      expect(wrong.types()).toEqual(['refused']);
      const first = send(packets, { mount: '/busy' });
      await until('the first source', () => first.types().includes('connected'));
      const second = send(packets, { mount: '/busy' });
      await until('a refusal', () => second.types().includes('retry'));
      expect(second.events[0]).toMatchObject({ type: 'refused', status: 403, retry: true });
      expect(second.events[0]).toHaveProperty(
        'message',
        expect.stringContaining('Mountpoint in use'),
      );
      await first.end();
      await until('its turn', () => second.types().includes('connected'));
      await second.end();
    });

    it('gives our relay the very bytes that were sent, and titles', async () => {
      const titles = new BehaviorSubject(TITLE);
      for (const codec of ['mp3', 'aac'] as const) {
        const packets = await tonePackets(codec, 10);
        const sender = send(packets, { mount: `/relay-${codec}`, titles, genre: 'test' });
        await until('the title', () => sender.types().includes('title'));
        const relay = await openIcecast(icecast.url(`/relay-${codec}`));
        expect(relay.info).toMatchObject({
          codec,
          sampleRate: 44_100,
          channelCount: 1,
          genre: 'test',
        });
        const heard: IcecastTitle[] = [];
        relay.metadata.subscribe((title) => heard.push(title));
        const got: Packet[] = [];
        await run(relay.packets.pipe(take(packets.length)), {
          write: (packet) => void got.push(packet),
        });
        await sender.end();
        const sent = Buffer.concat(framesOf(packets));
        const received = Buffer.concat(framesOf(got));
        // From the first frame that the server had: this is the first listener.
        expect(received.equals(sent)).toBe(true);
        expect(heard.map(({ title }) => title)).toEqual([TITLE]);
      }
    });

    it('loses its source and gets it back: the relay goes on, and the title comes again', async () => {
      const packets = await tonePackets('mp3', 10);
      const first = send(packets, { mount: '/again' });
      await until('the source', () => first.types().includes('connected'));
      const { options, events } = relayOptions();
      const patient = { ...options, openAttempts: 100 };
      const relay = await openIcecast(icecast.url('/again'), patient);
      const got: Packet[] = [];
      const reading = run(relay.packets, { write: (packet) => void got.push(packet) });
      await until('some packets', () => got.length > 50);
      await first.end();
      await until('the loss', () => events.some(({ type }) => type === 'lost'));
      const before = got.length;
      await until('tries', () => events.filter(({ type }) => type === 'retry').length > 3);
      const second = send(packets, { mount: '/again' });
      await until('more packets', () => got.length > before + 50);
      relay.close();
      await reading;
      await second.end();
      expect(got.map(({ pts }) => pts)).toEqual(got.map((_, i) => i * 1152));
      expect(events.filter(({ type }) => type === 'connected')).toHaveLength(2);
    });

    it('is killed and started again: the client comes back, and so does the title', async () => {
      const packets = await tonePackets('mp3', 10);
      const titles = new BehaviorSubject(TITLE);
      const sender = send(packets, { mount: '/killed', titles });
      const { options } = relayOptions({ openAttempts: 100 });
      const relay = await openIcecast(icecast.url('/killed'), options);
      const heard: string[] = [];
      const got: Packet[] = [];
      relay.metadata.subscribe(({ title }) => heard.push(title));
      const reading = run(relay.packets, { write: (packet) => void got.push(packet) });
      await until('the title', () => heard.length === 1);
      await icecast.kill();
      await until('the loss', () => sender.types().includes('lost'));
      await until('a try', () => sender.types().includes('retry'));
      titles.next('New');
      const before = got.length;
      await icecast.start();
      await until('the new title', () => heard.includes('New'));
      await until('more packets', () => got.length > before + 50);
      relay.close();
      await reading;
      await sender.end();
      // A server that was started anew has no title until it is told.
      expect(heard.filter((title) => title !== '')).toEqual([TITLE, 'New']);
      expect(sender.types().filter((type) => type === 'connected')).toHaveLength(2);
      // No frame was cut: what goes on goes on at a border.
      const frames = new Map(
        packets.map((packet, i) => [Buffer.from(packet.data).toString('hex'), i]),
      );
      expect(got.every(({ data }) => frames.has(Buffer.from(data).toString('hex')))).toBe(true);
    });
  },
);
