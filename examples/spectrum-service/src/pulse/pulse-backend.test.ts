import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithTools } from '../../../../test/tools/describe-with-tools.js';
import { createSpectrumEngine } from '../engine/create-spectrum-engine.js';
import { spectrumClient } from '../fixtures/spectrum-client.js';
import { until } from '../fixtures/until.js';
import { spectrumService } from '../server/spectrum-service.js';
import { type Pulse, startPulse } from './fixtures/start-pulse.js';
import { pulseBackend } from './pulse-backend.js';

const { signal } = new AbortController();
/** A second of 1 kHz, in stereo. */
const TONE = Float32Array.from(
  { length: 96_000 },
  (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * (i >> 1)) / 48_000),
);

const PROGRAMS = {
  pulseaudio: 'pulseaudio',
  parec: 'pulseaudio-utils',
  pactl: 'pulseaudio-utils',
  pacat: 'pulseaudio-utils',
};

describeWithTools('pulseBackend, with a real sound server', PROGRAMS, () => {
  let pulse: Pulse;
  beforeAll(async () => {
    pulse = await startPulse();
  });
  afterAll(() => pulse.end());

  it('lists loudspeakers by the names that people know, the default first', async () => {
    const backend = pulseBackend(pulse);
    expect(await backend.available({ signal })).toEqual({ available: true });
    await pulse.pactl('set-default-sink', 'spk2');
    const devices = await backend.list({ signal });
    expect(devices).toEqual([
      { id: 'pulse:spk2.monitor', name: 'Virtual_spk2' },
      { id: 'pulse:spk1.monitor', name: 'Virtual_spk1' },
    ]);
    await pulse.pactl('set-default-sink', 'spk1');
  });

  it('tells of loudspeakers that come and go, and of another default, to who is there', async () => {
    const service = await spectrumService({ backend: pulseBackend(pulse), listEveryMs: 50 });
    const client = await spectrumClient(service.url);
    const listed = (): string => {
      const { devices } = service.status();
      return devices.map(({ name }) => name).join(' ');
    };
    const seen = (name: string): boolean => JSON.stringify(client.texts.at(-1)).includes(name);
    await until(() => seen('Virtual_spk1'));
    const plug = ['module-null-sink', 'sink_name=spk3', 'norewinds=1'];
    const description = 'sink_properties=device.description=Virtual_spk3';
    // Who watches may not be there yet: what changes before is found by the first listing, or by the next event.
    const module = await pulse.pactl('load-module', ...plug, description);
    await until(() => seen('Virtual_spk3'));
    await pulse.pactl('set-default-sink', 'spk3');
    await until(() => listed().startsWith('Virtual_spk3'));
    await pulse.pactl('unload-module', module.trim());
    await until(() => !listed().includes('Virtual_spk3') && !seen('Virtual_spk3'));
    await pulse.pactl('set-default-sink', 'spk1');
    await until(() => listed().startsWith('Virtual_spk1'));
    client.webSocket.terminate();
    await service.close();
  });

  it('tells that the sound server has gone', async () => {
    const other = await startPulse();
    const service = await spectrumService({ backend: pulseBackend(other), listEveryMs: 50 });
    const client = await spectrumClient(service.url);
    const begun = performance.now();
    await until(() => performance.now() - begun > 700);
    await other.end();
    await until(() => service.status().reason?.message.includes('no sound server') === true);
    await until(() => JSON.stringify(client.texts.at(-1)).includes('no sound server'));
    client.webSocket.terminate();
    await service.close();
  });

  it('hears what is played, changes the loudspeaker, and loses it with the warning', async () => {
    const player = pulse.play('spk2', TONE);
    const engine = createSpectrumEngine({
      backend: pulseBackend(pulse),
      device: 'SPK2',
      retryMs: 5,
    });
    const loudest = (): number => {
      const { bars, level } = engine.latest()?.data ?? { bars: Float32Array.of(), level: 0 };
      return level < 0.5 ? -1 : bars.indexOf(Math.max(...bars));
    };
    expect(await engine.start()).toBe(true);
    await until(() => loudest() === 18);
    expect(await engine.select('Virtual_spk1')).toBe(true);
    await until(() => engine.latest()?.data.level === 0);
    expect(await engine.select('spk2')).toBe(true);
    await until(() => loudest() === 18);
    const reasons: string[] = [];
    engine.statuses.subscribe(({ state, reason }) => reasons.push(`${state} ${reason?.code}`));
    const modules = await pulse.pactl('list', 'short', 'modules');
    const [line = ''] = modules.split('\n').filter((one) => one.includes('sink_name=spk2'));
    await pulse.pactl('unload-module', line.split('\t')[0] ?? '');
    await until(() => engine.status().state === 'running' && engine.status().warning !== undefined);
    expect(reasons).toContain('retrying device-lost');
    expect(engine.status()).toMatchObject({ device: { name: 'Virtual_spk1' } });
    await engine.stop();
    player.kill();
  });
});

describe('pulseBackend', () => {
  it('says why it cannot be used', async () => {
    const without = await pulseBackend({ env: { PATH: '' } }).available({ signal });
    expect(without).toMatchObject({ available: false });
    const reason = without.available ? '' : without.reason;
    expect(reason).toContain('pactl is not installed: apt-get install pulseaudio-utils');
    const engine = createSpectrumEngine({ backend: pulseBackend({ env: { PATH: '' } }) });
    expect(await engine.start()).toBe(false);
    expect(engine.status().reason?.code).toBe('unavailable');
    await engine.stop();
  });
});
