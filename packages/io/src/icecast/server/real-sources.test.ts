import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithTools } from '../../../../../test/tools/describe-with-tools.js';
import { until } from '../../broadcast/fixtures/until.js';
import { AS_AAC, AS_MP3, ffmpegSource } from '../fixtures/ffmpeg-source.js';
import { openRadio, type Radio, startTool } from '../fixtures/radio.js';

const TOOLS = { ffmpeg: 'ffmpeg', ffprobe: 'ffmpeg', ezstream: 'ezstream', curl: 'curl' };

/** What ffmpeg hears in a second of a mount: the level of the tone, in dB, or its complaint. */
const listen = async ({ port }: Radio, path = '/live'): Promise<string> => {
  const tool = startTool('ffmpeg', [
    ...['-nostdin', '-v', 'info', '-nostats', '-hide_banner', '-xerror', '-t', '1'],
    ...['-i', `http://127.0.0.1:${port}${path}`, '-af', 'volumedetect', '-f', 'null', '-'],
  ]);
  await tool.exited;
  return tool.output();
};
const playing = (radio: Radio, path = '/live') => radio.server.mount(path).status();
const onAir = (radio: Radio): Promise<void> =>
  until('a source on the air', () => playing(radio).source !== undefined);

describeWithTools('icecastServer with real sources', TOOLS, () => {
  let folder = '';
  let song = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audioflow-icecast-'));
    song = join(folder, 'song.mp3');
    const made = spawnSync('ffmpeg', [
      ...['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'sine=440:sample_rate=44100:duration=4'],
      ...['-ac', '2', '-metadata', 'title=Café', '-metadata', 'artist=Zoë', song],
    ]);
    expect(made.stderr.toString()).toBe('');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['PUT', AS_MP3, 'Audio: mp3, 44100 Hz, stereo'],
    ['SOURCE', [...AS_MP3, '-legacy_icecast', '1'], 'Audio: mp3, 44100 Hz, stereo'],
    ['PUT of AAC', AS_AAC, 'Audio: aac (LC), 44100 Hz, stereo'],
  ] as const)('takes ffmpeg by %s, and plays it to ffmpeg', async (_, how, heard) => {
    const radio = await openRadio();
    const source = startTool('ffmpeg', ffmpegSource(radio.port, how));
    await onAir(radio);
    const output = await listen(radio);
    expect(output).toContain(heard);
    // lavfi's sine is at -21 dB, each channel of the stereo as loud.
    expect(Number(/mean_volume: (-\d+\.\d) dB/.exec(output)?.[1])).toBeGreaterThan(-27);
    expect(output).not.toMatch(/error|invalid/i);
    source.kill();
    await until('the source to be gone', () => radio.left.length === 1);
    expect(radio.left).toEqual(['/live lost']);
  });

  it('takes ezstream, with its name and its titles', async () => {
    const radio = await openRadio();
    const config = join(folder, 'ezstream.xml');
    await writeFile(
      config,
      `<ezstream><servers><server><hostname>127.0.0.1</hostname><port>${radio.port}</port>
        <password>hackme</password><tls>none</tls></server></servers>
        <streams><stream><mountpoint>/live</mountpoint><format>mp3</format>
        <stream_name>Radio Zoë</stream_name></stream></streams>
        <intakes><intake><filename>${song}</filename></intake></intakes></ezstream>`,
    );
    const tool = startTool('ezstream', ['-c', config]);
    await Promise.race([onAir(radio), tool.exited]);
    await until('a title', () => playing(radio).title !== undefined).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${tool.output()}`);
    });
    expect(playing(radio)).toMatchObject({ title: 'Zoë - Café', source: { name: 'Radio Zoë' } });
    const probe = startTool('ffprobe', [
      ...['-v', 'error', '-show_entries', 'format_tags=StreamTitle,icy-name'],
      `http://127.0.0.1:${radio.port}/live`,
    ]);
    await probe.exited;
    expect(probe.output()).toContain('TAG:StreamTitle=Zoë - Café');
    expect(probe.output()).toContain('TAG:icy-name=Radio Zoë');
  });

  it.each([
    ['a length', ['-T']],
    ['chunks', ['-H', 'Transfer-Encoding: chunked', '-T']],
    [
      'chunks, without waiting for 100',
      ['-H', 'Expect:', '-H', 'Transfer-Encoding: chunked', '-T'],
    ],
  ])('takes curl -T with %s, to its end', async (_, how) => {
    const radio = await openRadio();
    const tool = startTool('curl', [
      ...['-sS', '-w', '%{http_code}', '-u', 'source:hackme', '-H', 'Content-Type: audio/mpeg'],
      ...[...how, song, `http://127.0.0.1:${radio.port}/live`],
    ]);
    expect(await tool.exited).toBe(0);
    expect(tool.output()).toBe('200');
    await until('the end', () => radio.left.length === 1);
    expect(radio.left).toEqual(['/live complete']);
    expect(playing(radio).broadcast?.secondsSent).toBeCloseTo(4, 0);
  });

  it('tells curl what is wrong with its stream, its password and its path', async () => {
    const radio = await openRadio();
    const send = async (...args: readonly string[]): Promise<string> => {
      const tool = startTool('curl', ['-sS', '-H', 'Content-Type: audio/aac', '-T', song, ...args]);
      await tool.exited;
      return tool.output();
    };
    const url = `http://127.0.0.1:${radio.port}`;
    expect(await send('-u', 'source:hackme', `${url}/live`)).toBe(
      'expected AAC in ADTS, as the Content-Type says, got mp3 frames\n',
    );
    expect(await send('-u', 'source:wrong', `${url}/live`)).toContain('expected the user and pass');
    expect(await send('-u', 'source:hackme', `${url}/else`)).toBe('there is no such mount here\n');
    expect(playing(radio)).toMatchObject({ sources: 0, playing: 'nothing' });
    expect(radio.server.status().refused).toEqual({ 401: 1, 404: 1, 415: 1 });
  });

  it('converts a source of another format, where it is told to', async () => {
    const format = { codec: 'aac', sampleRate: 48_000, channelCount: 1 } as const;
    const radio = await openRadio({ ...format, onFormat: 'convert' });
    startTool('ffmpeg', ffmpegSource(radio.port, AS_MP3));
    await onAir(radio);
    const output = await listen(radio);
    expect(output).toContain('Audio: aac (LC), 48000 Hz, mono');
    expect(Number(/mean_volume: (-\d+\.\d) dB/.exec(output)?.[1])).toBeGreaterThan(-27);
    expect(radio.errors).toEqual([]);
  });

  it('encodes one source in other formats, of which each player hears its own', async () => {
    const radio = await openRadio(
      {},
      {
        mounts: [
          { path: '/live', source: { password: 'hackme' } },
          { path: '/live.aac', from: '/live', codec: 'aac', bitrate: 96_000 },
          { path: '/live.wav', from: '/live', codec: 'pcm', sampleRate: 22_050, channelCount: 1 },
        ],
      },
    );
    startTool('ffmpeg', ffmpegSource(radio.port, AS_MP3));
    await onAir(radio);
    await until('the other mounts', () => playing(radio, '/live.wav').broadcast !== undefined);
    const [aac, wav] = await Promise.all([listen(radio, '/live.aac'), listen(radio, '/live.wav')]);
    expect(aac).toContain('Audio: aac (LC), 44100 Hz, stereo');
    expect(wav).toContain('Audio: pcm_s16le ([1][0][0][0] / 0x0001), 22050 Hz, mono');
    for (const output of [aac, wav]) {
      expect(Number(/mean_volume: (-\d+\.\d) dB/.exec(output)?.[1])).toBeGreaterThan(-27);
    }
    expect(radio.errors).toEqual([]);
  });
});
