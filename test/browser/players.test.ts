import { run } from '@audioflow/core';
import { type IcecastServer, icecastClient, icecastServer } from '@audioflow/io';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { BehaviorSubject } from 'rxjs';
import { pacedPackets } from '../../packages/io/src/icecast/fixtures/paced-packets.js';
import { tonePackets } from '../../packages/io/src/icecast/fixtures/tone-packets.js';
import { wrongServer } from '../../packages/io/src/icecast/fixtures/wrong-server.js';
import { describeWithTools } from '../tools/describe-with-tools.js';
import { launchChromium } from './launch-chromium.js';
import { PLAYERS, type Player } from './run-players.js';

const TITLE = 'Café - Song 1 ☕';
const SECONDS = 10;
/** Who joins in the middle of a stream loses a frame or two. */
const MARGIN = 0.2;

const PACKAGES = {
  chromium: 'chromium',
  curl: 'curl',
  cvlc: 'vlc-bin vlc-plugin-base',
  ffmpeg: 'ffmpeg',
  mpg123: 'mpg123',
  mpv: 'mpv',
};

describeWithTools('players of strangers at a station of ours', PACKAGES, () => {
  const stop = new AbortController();
  const sources: Promise<unknown>[] = [];
  let server: IcecastServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
    server = await icecastServer({
      mounts: (['mp3', 'aac'] as const).map((codec) => ({
        path: `/${codec}`,
        source: { password: 'secret' },
      })),
    });
    const titles = new BehaviorSubject(TITLE);
    const told = (['mp3', 'aac'] as const).map(async (codec) => {
      const packets = await tonePackets(codec, SECONDS);
      await new Promise<void>((resolve) => {
        const client = icecastClient({
          port: server.address.port,
          mount: `/${codec}`,
          password: 'secret',
          // VLC asks only a station with a name for its titles.
          name: 'Station of tones',
          titles,
          onEvent: ({ type }) => type === 'title' && resolve(),
        });
        sources.push(run(pacedPackets(packets, 1, stop.signal), client));
      });
    });
    await Promise.all(told);
  });
  afterAll(async () => {
    stop.abort();
    await Promise.all(sources);
    await server.close();
    await browser.close();
  });

  /** Chromium shows no titles; it plays in real time. */
  const chromium: Player = async (url, seconds) => {
    const page = await browser.newPage();
    await page.setContent(`<audio src="${url}" autoplay></audio>`);
    await page.waitForFunction(
      `((audio) => audio.error || audio.currentTime >= ${seconds})(document.querySelector('audio'))`,
      undefined,
      { timeout: 80_000 },
    );
    const [played, error, decoded] = await page.evaluate<[number, string, number]>(`(() => {
      const audio = document.querySelector('audio');
      return [audio.currentTime, audio.error?.message ?? '', audio.webkitAudioDecodedByteCount];
    })()`);
    await page.close();
    return { seconds: decoded > 0 ? played : 0, complaints: error };
  };

  it('all play, without an error and with the right title', async () => {
    const { port } = server.address;
    const all = Object.entries({ ...PLAYERS, chromium }).flatMap(([name, player]) =>
      ['mp3', 'aac']
        .filter((codec) => codec === 'mp3' || name !== 'mpg123')
        .map(async (codec) => {
          const played = await player(`http://127.0.0.1:${port}/${codec}`, SECONDS);
          return { name: `${name} ${codec}`, ...played };
        }),
    );
    const played = await Promise.all(all);
    const summary = played.map(({ name, seconds, ...rest }) => ({
      name,
      enough: seconds >= SECONDS - MARGIN || seconds,
      ...rest,
    }));
    const showsTitle = /^(ffprobe|mpg123|mpv|vlc)/;
    expect(summary).toEqual(
      played.map(({ name }) => ({
        name,
        enough: true,
        complaints: '',
        ...(showsTitle.test(name) ? { title: TITLE } : {}),
      })),
    );
  }, 90_000);

  it('are heard when they complain', async () => {
    const packets = await tonePackets('mp3', SECONDS);
    const body = Buffer.concat(packets.map(({ data }) => data));
    for (let at = 20_000; at + 700 < body.length; at += 20_000) body.fill(0x55, at, at + 700);
    const head = 'HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n';
    const damaged = await wrongServer((socket) => {
      socket.end(Buffer.concat([Buffer.from(head), body]));
    });
    const complaints = await Promise.all(
      Object.entries(PLAYERS).map(async ([name, player]) => {
        const played = await player(`http://127.0.0.1:${damaged.port}/live`, 8);
        return [name, played.complaints !== ''];
      }),
    );
    await damaged.close();
    expect(complaints).toEqual(Object.keys(PLAYERS).map((name) => [name, true]));
  }, 60_000);
});
