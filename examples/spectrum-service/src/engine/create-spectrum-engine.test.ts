import { AudioFlowError } from '@audioflow/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mergeBackends } from '../capture/merge-backends.js';
import { toneBackend } from '../capture/tone-backend.js';
import { scriptedBackend } from '../fixtures/scripted-backend.js';
import { until } from '../fixtures/until.js';
import { createSpectrumEngine } from './create-spectrum-engine.js';
import { retryDelay } from './retry-delay.js';
import type { EngineOptions, SpectrumEngine, Version } from './spectrum-engine.types.js';

const QUICK = { retryMs: 1, maxRetryMs: 4 };

describe('createSpectrumEngine', () => {
  const engines: SpectrumEngine[] = [];
  const make = (options: EngineOptions): SpectrumEngine => {
    const engine = createSpectrumEngine({ ...QUICK, ...options });
    engines.push(engine);
    return engine;
  };
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  });

  it('opens one device however often it is started, and says so only when sound flows', async () => {
    const backend = scriptedBackend(['Speakers']);
    const engine = make({ backend });
    const started = Promise.all([engine.start(), engine.start(), engine.start()]);
    await until(() => backend.openNow === 1);
    expect(engine.status()).toMatchObject({ state: 'starting', device: { name: 'Speakers' } });
    expect(engine.latest()).toBeUndefined();
    backend.feed(1);
    expect(await started).toEqual([true, true, true]);
    expect(await engine.start()).toBe(true);
    expect(backend.opened).toEqual(['Speakers']);
    expect(engine.status().state).toBe('running');
  });

  it('counts versions, and shows each to every consumer', async () => {
    const backend = scriptedBackend(['Speakers']);
    const engine = make({ backend });
    const first: number[] = [];
    const second: Version[] = [];
    engine.versions.subscribe(({ seq }) => first.push(seq));
    engine.versions.subscribe((version) => second.push(version));
    const started = engine.start();
    await until(() => backend.openNow === 1);
    backend.feed(100);
    await started;
    expect(first).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(second.map(({ seq }) => seq)).toEqual(first);
    expect(engine.latest()).toBe(second.at(-1));
    expect(engine.latest()?.data.bars).toHaveLength(32);
  });

  it('forgets the newest version when it is stopped, and counts on', async () => {
    const backend = scriptedBackend(['Speakers']);
    const engine = make({ backend });
    for (const seq of [3, 6]) {
      const started = engine.start();
      await until(() => backend.openNow === 1);
      backend.feed(3);
      expect(await started).toBe(true);
      expect(engine.latest()?.seq).toBe(seq);
      await Promise.all([engine.stop(), engine.stop()]);
      expect(engine.latest()).toBeUndefined();
      expect(backend.openNow).toBe(0);
    }
    expect(backend.mostOpen).toBe(1);
  });

  it.each([
    ['there is no device', 'unavailable', scriptedBackend([])],
    [
      'the backend cannot be used',
      'unavailable',
      Object.assign(scriptedBackend(['A']), {
        capability: { available: false, reason: 'install it' },
      }),
    ],
    [
      'the device cannot be opened',
      'io',
      Object.assign(scriptedBackend(['A']), { failure: new AudioFlowError('io', 'busy') }),
    ],
  ])('answers false where %s, with the reason', async (_, code, backend) => {
    const engine = make({ backend });
    expect(await engine.start()).toBe(false);
    expect(engine.status()).toMatchObject({ state: 'retrying', reason: { code } });
    expect(await engine.start()).toBe(false);
    await engine.stop();
    expect(engine.status().state).toBe('stopped');
  });

  it('tries a lost device again until it is back, and tells', async () => {
    const backend = scriptedBackend(['Speakers']);
    const engine = make({ backend });
    const seen: string[] = [];
    engine.statuses.subscribe(({ state, reason }) => seen.push(`${state} ${reason?.code ?? ''}`));
    const started = engine.start();
    await until(() => backend.openNow === 1);
    backend.feed(2);
    await started;
    const before = engine.latest();
    backend.failure = new AudioFlowError('unavailable', 'still out');
    backend.lose();
    await until(() => (engine.status().attempt ?? 0) >= 3);
    expect(engine.status().reason).toEqual({ code: 'unavailable', message: 'still out' });
    backend.failure = undefined;
    await until(() => backend.openNow === 1);
    backend.feed(1);
    await until(() => engine.status().state === 'running');
    expect(engine.latest()?.seq).toBe((before?.seq ?? 0) + 1);
    expect(engine.latest()?.epoch).toBeGreaterThan(before?.epoch ?? 0);
    expect(engine.status().reason).toBeUndefined();
    expect(seen).toContain('retrying device-lost');
  });

  it('takes silence of the device itself for a loss', async () => {
    const engine = make({ backend: scriptedBackend(['Dead']), silenceMs: 20 });
    expect(await engine.start()).toBe(false);
    expect(engine.status().reason?.code).toBe('timeout');
  });

  it('takes another device while it runs, by a part of its name, else the first with a warning', async () => {
    const backend = scriptedBackend(['Speakers (Realtek)', 'Headphones (USB)']);
    const engine = make({ backend, device: 'nowhere' });
    const heard = async (outcome: Promise<boolean>, count: number) => {
      await until(() => backend.opened.length === count && backend.openNow === 1);
      backend.feed(1);
      expect(await outcome).toBe(true);
      return engine.status();
    };
    const first = await heard(engine.start(), 1);
    expect(first.device?.name).toBe('Speakers (Realtek)');
    expect(first.warning).toBe('no device is called "nowhere": taking "Speakers (Realtek)"');
    const second = await heard(engine.select('hEADphones'), 2);
    expect([second.device?.name, second.warning]).toEqual(['Headphones (USB)', undefined]);
    const third = await heard(engine.select('scripted:Speakers (Realtek)'), 3);
    expect(third.device?.name).toBe('Speakers (Realtek)');
    expect(backend.mostOpen).toBe(1);
    await engine.stop();
    expect(await engine.select('usb')).toBe(false);
    expect((await heard(engine.start(), 4)).device?.name).toBe('Headphones (USB)');
  });

  it('takes the device that was chosen again when it comes back', async () => {
    const backend = scriptedBackend(['Tune', 'Headphones']);
    const engine = make({ backend, device: 'head' });
    const hear = async (count: number): Promise<void> => {
      await until(() => backend.opened.length === count && backend.openNow === 1);
      backend.feed(1);
      await until(() => engine.status().state === 'running');
    };
    void engine.start();
    await hear(1);
    backend.change(['Tune']);
    backend.lose();
    await hear(2);
    expect(engine.status()).toMatchObject({ device: { name: 'Tune' }, warning: expect.anything() });
    backend.change(['Tune', 'Loudspeaker']);
    await engine.refresh();
    expect(backend.opened).toHaveLength(2);
    backend.change(['Tune', 'Loudspeaker', 'Headphones']);
    await engine.refresh();
    await hear(3);
    expect(engine.status().warning).toBeUndefined();
    expect(backend.opened).toEqual(['Headphones', 'Tune', 'Headphones']);
    expect(backend.mostOpen).toBe(1);
    // What is there already is not opened anew.
    backend.change(['Tune', 'Headphones', 'Another']);
    await engine.refresh();
    expect(backend.opened).toHaveLength(3);
  });

  it('leaves nothing behind after a hundred starts and stops, in any order', async () => {
    const backend = mergeBackends([toneBackend()]);
    const engine = make({ backend });
    const before = process.getActiveResourcesInfo().filter((name) => name !== 'Immediate');
    for (let round = 0; round < 100; round++) {
      const started = engine.start();
      // Some are stopped before there is sound, and some start anew while the last one closes.
      if (round % 10 === 0) expect(await started).toBe(true);
      const stopped = engine.stop();
      if (round % 3 === 0) await stopped;
      expect(await started).toBe(round % 10 === 0);
    }
    await engine.stop();
    await until(
      () =>
        process.getActiveResourcesInfo().filter((name) => name !== 'Immediate').length <=
        before.length,
    );
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout')).toHaveLength(
      before.filter((name) => name === 'Timeout').length,
    );
  });

  it('refuses wrong options at once', () => {
    const backend = toneBackend();
    for (const bars of [{ barCount: 0 }, { mode: 'exact', frameRate: 30 }] as const) {
      expect(() => createSpectrumEngine({ backend, bars })).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      );
    }
    expect(() => createSpectrumEngine({ backend, retryMs: 0 })).toThrow('retryMs');
  });

  it('doubles the delay up to a limit', () => {
    const delays = [1, 2, 3, 4, 50].map((failures) => retryDelay(failures, 250, 1500));
    expect(delays).toEqual([250, 500, 1000, 1500, 1500]);
  });
});
