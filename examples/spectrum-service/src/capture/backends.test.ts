import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mp3 } from '@audioflow/codecs';
import { type AudioFrame, pace, run, sine } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import { icecastServer, writeAudio } from '@audioflow/io';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Observable } from 'rxjs';
import { createSpectrumEngine } from '../engine/create-spectrum-engine.js';
import type { SpectrumEngine } from '../engine/spectrum-engine.types.js';
import { scriptedBackend } from '../fixtures/scripted-backend.js';
import { until } from '../fixtures/until.js';
import type { CaptureBackend } from './capture-backend.js';
import { chooseDevice } from './choose-device.js';
import { fileBackend } from './file-backend.js';
import { mergeBackends } from './merge-backends.js';
import { radioBackend } from './radio-backend.js';
import { toneBackend } from './tone-backend.js';

const signal = new AbortController().signal;
const RATE = 44_100;

describe('capture', () => {
  const engines: SpectrumEngine[] = [];
  const make = (backend: CaptureBackend): SpectrumEngine => {
    const engine = createSpectrumEngine({ backend, retryMs: 20, maxRetryMs: 50 });
    engines.push(engine);
    return engine;
  };
  /** The bar of a tone of 1 kHz is the 19th. */
  const hears1kHz = (engine: SpectrumEngine): boolean => {
    const bars = engine.latest()?.data.bars ?? Float32Array.of();
    return bars.length === 32 && bars.indexOf(Math.max(...bars)) === 18;
  };
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  });

  it('chooses by id, then by a part of the name in any case, then the first', () => {
    const devices = ['Monitor of A', 'Monitor of B', 'b'].map((name, i) => ({
      id: `x:${i}`,
      name,
    }));
    const nameOf = (wanted?: string) => chooseDevice(devices, wanted).device?.name;
    expect([undefined, '', 'OF b', 'x:2', 'b'].map(nameOf)).toEqual([
      'Monitor of A',
      'Monitor of A',
      'Monitor of B',
      'b',
      'Monitor of B',
    ]);
    expect(chooseDevice(devices, 'C').warning).toContain('"C"');
    expect(chooseDevice([], 'C')).toEqual({});
  });

  it('merges backends, and lacks only what is not there', async () => {
    const broken = scriptedBackend(['Broken']);
    broken.list = () => Promise.reject(new Error('no answer'));
    const absent = Object.assign(scriptedBackend(['Absent']), {
      capability: { available: false, reason: 'install it' },
    });
    const merged = mergeBackends([broken, absent, toneBackend()]);
    const devices = await merged.list({ signal });
    expect(devices.map(({ id }) => id)).toEqual(['tone:tune', 'tone:sine', 'tone:pink']);
    expect(await mergeBackends([absent]).available({ signal })).toEqual(absent.capability);
    await expect(mergeBackends([broken]).list({ signal })).rejects.toThrow('no answer');
    const lost = merged.open({ id: 'x:1', name: 'X' }, { signal });
    await expect(run(lost, { write: () => undefined })).rejects.toThrow('x:1');
  });

  it('generates in real time', async () => {
    const engine = make(toneBackend());
    await engine.select('sine');
    const began = performance.now();
    expect(await engine.start()).toBe(true);
    await until(() => (engine.latest()?.seq ?? 0) >= 31);
    // Half a second of sound cannot have come before.
    expect(performance.now() - began).toBeGreaterThan(480);
    expect(hears1kHz(engine)).toBe(true);
  });

  it('plays a file again and again, as fast as it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-spectrum-'));
    const path = join(folder, 'tone.wav');
    const tone = sine({ frequency: 1000, amplitude: 0.5, duration: 0.2, sampleRate: RATE });
    await run(tone, writeAudio(path));
    const heard: AudioFrame[] = [];
    const stop = new AbortController();
    const played = fileBackend(path).open({ id: 'file:0', name: 'tone.wav' }, { signal });
    const began = performance.now();
    const write = (frame: AudioFrame): void => {
      heard.push(frame);
      if (frame.pts > 0.5 * RATE) stop.abort();
    };
    await expect(run(played, { write }, { signal: stop.signal })).rejects.toThrow('aborted');
    expect(performance.now() - began).toBeGreaterThan(450);
    const starts = heard.map(({ pts }) => pts);
    expect(starts).toEqual(heard.map((_, i) => 800 * i));
    await rm(folder, { recursive: true });
  });

  it('tells of a file that is gone, or holds no audio', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-spectrum-'));
    const path = join(folder, 'text.wav');
    const engine = make(fileBackend(path));
    expect(await engine.start()).toBe(false);
    expect(engine.status().reason?.code).toBe('unavailable');
    await writeFile(path, 'no audio, whatever it is called');
    await until(() => engine.status().reason?.code === 'malformed-data');
    const tone = sine({ frequency: 1000, amplitude: 0.5, duration: 1, sampleRate: RATE });
    await run(tone, writeAudio(path));
    await until(() => engine.status().state === 'running');
    await rm(folder, { recursive: true });
  });

  it('listens to a station of ours, notices its end, and comes back', async () => {
    const options = { codec: 'mp3', sampleRate: RATE, channelCount: 1, bitrate: 64_000 } as const;
    const openStation = async (port: number) => {
      const server = await icecastServer({ port, mounts: [{ path: '/live', ...options }] });
      const tone = sine({ frequency: 1000, amplitude: 0.5, sampleRate: RATE });
      const packets = tone.pipe(encode(mp3, { bitrate: 64_000 }), pace());
      const info = { codec: 'mp3', sampleRate: RATE, channelCount: 1 };
      void server.mount('/live').play({ info, packets });
      return server;
    };
    const first = await openStation(0);
    const { port } = first.address;
    const engine = make(radioBackend(`http://127.0.0.1:${port}/live`));
    await until(() => engine.start());
    await until(() => hears1kHz(engine));
    await first.close();
    await until(() => engine.status().state === 'retrying');
    const second = await openStation(port);
    await until(() => engine.status().state === 'running' && hears1kHz(engine));
    await engine.stop();
    await second.close();
  });

  it('closes a device whose sound nobody takes, once', async () => {
    let closed = 0;
    const backend: CaptureBackend = {
      ...scriptedBackend(['Odd']),
      // It says nothing, and ends by itself only when it is told to.
      open: (_, options) =>
        new Observable((out) => {
          options.signal.addEventListener('abort', () => out.complete());
          out.add(() => {
            closed += 1;
          });
        }),
    };
    const engine = make(backend);
    const started = engine.start();
    await until(() => engine.status().device !== undefined);
    await engine.stop();
    expect([await started, closed]).toEqual([false, 1]);
  });
});
