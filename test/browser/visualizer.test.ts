import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, sine } from '@audioflow/core';
import { writeAudio } from '@audioflow/io';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { VisualizerTrace } from '../../examples/visualizer/page/visualizer/audio-visualizer.types.js';
import { encodedTone } from './encoded-tone.js';
import { hasChromium, launchChromium } from './launch-chromium.js';
import { type Station, startStation } from './start-station.js';
import { type ServedVisualizer, startVisualizer } from './start-visualizer.js';
import {
  type Beforehand,
  openVisualizer,
  type VisualizerPage,
  waitForWorkers,
} from './visualizer-page.js';
import {
  BREAK_SHADER,
  COUNT_FRAMES,
  KEEP_CONTEXTS,
  THIRTY_HERTZ,
  tone,
  WITH_MICROPHONE,
  WITHOUT_GL,
} from './visualizer-scripts.js';

const inChromium = hasChromium() ? describe : describe.skip;

const BARS = 64;
/** Seconds from one frame of features to the next. */
const HOP = 1 / 120;
/** The bar of a frequency, of 64 from 30 Hz to 16 kHz. */
const barOf = (hertz: number): number =>
  Math.floor((BARS * Math.log(hertz / 30)) / Math.log(16_000 / 30));
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const errors = (draws: VisualizerTrace['draws']): number[] =>
  draws.map(({ audible, shown }) => Math.abs(audible - shown));

inChromium('the visualizer in a real Chromium', () => {
  let browser: Browser;
  let withoutGl: Browser;
  let station: Station;
  let isolated: ServedVisualizer;
  let plain: ServedVisualizer;
  let open: VisualizerPage | undefined;
  const visit = async (
    url = isolated.url,
    where = browser,
    beforehand: Beforehand = {},
  ): Promise<VisualizerPage> => {
    open = await openVisualizer(where, url, beforehand);
    return open;
  };
  const visitWith = (beforehand: Beforehand): Promise<VisualizerPage> =>
    visit(isolated.url, browser, beforehand);
  beforeAll(async () => {
    station = await startStation({ codec: 'pcm' });
    isolated = await startVisualizer('--station', station.url);
    [plain, browser, withoutGl] = await Promise.all([
      startVisualizer('--no-build', '--no-isolation'),
      launchChromium(WITH_MICROPHONE),
      launchChromium(WITHOUT_GL),
    ]);
  }, 60_000);
  afterEach(async () => {
    await open?.page.context().close();
  });
  afterAll(async () => {
    await Promise.all([browser.close(), withoutGl.close(), isolated.end(), plain.end()]);
    await station.stop();
  });

  it.each([
    ['shared memory', 'webgl2', () => [isolated.url, browser] as const],
    ['messages', 'webgl2', () => [plain.url, browser] as const],
    ['shared memory', 'canvas2d', () => [isolated.url, withoutGl] as const],
  ])('lights the bar of a tone, by %s and %s', async (path, renderer, where) => {
    const { show, trace, figures, columns, complaints } = await visit(...where());
    await show(tone(1000));
    await trace(400);
    const draws = await trace(400);
    expect(await figures()).toMatchObject({ path, renderer, thread: 'worker', paused: false });
    expect(draws.length).toBeGreaterThan(2);
    expect(new Set(draws.map(({ topBar }) => topBar))).toEqual(new Set([barOf(1000)]));
    const light = await columns();
    const brightest = light.indexOf(Math.max(...light)) / light.length;
    // The picture has a margin of 14 pixels at either side.
    const margin = 14 / light.length;
    const place = margin + ((barOf(1000) + 0.5) / BARS) * (1 - 2 * margin);
    expect(Math.abs(brightest - place)).toBeLessThan(0.7 / BARS);
    expect(complaints).toEqual([]);
  });

  it('draws on when its WebGL context is given back, and by Canvas 2D when it is not', async () => {
    const beforehand = { inDrawing: KEEP_CONTEXTS };
    const { show, trace, figures, columns, page, complaints } = await visitWith(beforehand);
    const lit = async (): Promise<number> => Math.max(...(await columns()));
    await show(tone(1000));
    await trace(400);
    const drawing = page.workers().find((worker) => worker.url().includes('drawing-worker'));
    await drawing?.evaluate('lose.loseContext()');
    await page.waitForTimeout(300);
    await drawing?.evaluate('lose.restoreContext()');
    await trace(400);
    expect(await figures()).toMatchObject({ renderer: 'webgl2' });
    expect(await lit()).toBeGreaterThan(0.2);
    await drawing?.evaluate('lose.loseContext()');
    await page.waitForFunction("__visualizer.panels[0].visualizer.stats.renderer === 'canvas2d'");
    const draws = await trace(400);
    expect(await figures()).toMatchObject({ fallback: expect.stringContaining('is lost') });
    expect(new Set(draws.map(({ topBar }) => topBar))).toEqual(new Set([barOf(1000)]));
    // The canvas in the place of the other follows the size of its element.
    await page.setViewportSize({ width: 500, height: 420 });
    await trace(400);
    expect(await lit()).toBeGreaterThan(0.2);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['worker', { inDrawing: BREAK_SHADER }],
    [
      'page',
      { inPage: `delete HTMLCanvasElement.prototype.transferControlToOffscreen; ${BREAK_SHADER}` },
    ],
  ])('draws by Canvas 2D where a shader does not compile, in the %s', async (thread, before) => {
    const { show, trace, figures, columns, complaints } = await visitWith(before);
    await show(tone(1000));
    await trace(400);
    const draws = await trace(400);
    expect(await figures()).toMatchObject({
      renderer: 'canvas2d',
      thread,
      fallback: expect.stringMatching(/^shader: ERROR/),
    });
    expect(new Set(draws.map(({ topBar }) => topBar))).toEqual(new Set([barOf(1000)]));
    expect(Math.max(...(await columns()))).toBeGreaterThan(0.2);
    expect(complaints).toEqual([]);
  });

  it('keeps its full resolution on a display of 30 Hz, and asks the page for no frames', async () => {
    const before = { inDrawing: THIRTY_HERTZ, inPage: COUNT_FRAMES };
    const { show, trace, figures, page } = await visitWith(before);
    await show(tone(1000));
    expect((await trace(3500)).length).toBeGreaterThan(0);
    expect(await figures()).toMatchObject({ resolution: 1, displayHz: expect.closeTo(30, 3) });
    expect(await page.evaluate('asked')).toBe(0);
  });

  it('shows a burst when it is heard', async () => {
    const { show, trace, page } = await visit();
    await show(`(() => {
      globalThis.gate = new GainNode(context, { gain: 0 });
      const tone = new OscillatorNode(context);
      tone.connect(gate);
      tone.start();
      return gate;
    })()`);
    await trace(300);
    await page.evaluate(`
      globalThis.from = gate.context.currentTime + 0.6;
      gate.gain.setValueAtTime(1, from);
      gate.gain.setValueAtTime(0, from + 0.3);
    `);
    const draws = await trace(1200);
    const [from = 0, timestamp] = await page.evaluate<[number, Record<string, number>]>(
      '(() => { const { contextTime, performanceTime } = __visualizer.context().getOutputTimestamp();' +
        'return [from, { contextTime, performanceTime, origin: performance.timeOrigin }]; })()',
    );
    const { contextTime = 0, performanceTime = 0, origin = 0 } = timestamp;
    const loud = draws.filter(({ peak }) => peak > 0.5);
    expect(loud.length).toBeGreaterThan(0);
    for (const { shown, peak, at, audible } of draws) {
      // Half a hop to either side of its moment is looked at.
      if (shown > from + HOP && shown < from + 0.3 - HOP) expect(peak).toBeGreaterThan(0.9);
      if (shown < from - HOP || shown > from + 0.3 + HOP) expect(peak).toBeLessThan(0.05);
      // What the drawing takes for audible is what the page knows to be.
      const heard = contextTime + (at - origin - performanceTime) / 1000;
      expect(Math.abs(audible - heard)).toBeLessThan(0.02);
    }
    expect(median(errors(draws.filter(({ shown }) => shown > from - 0.5)))).toBeLessThan(0.02);
  });

  it('rests while the page is hidden, and is up to date when it is seen again', async () => {
    const { show, trace, figures, page } = await visit();
    await show(tone(500));
    await trace(300);
    const hide = (hidden: boolean): Promise<unknown> =>
      page.evaluate(`(() => {
        Object.defineProperty(document, 'hidden', { configurable: true, value: ${hidden} });
        document.dispatchEvent(new Event('visibilitychange'));
      })()`);
    await hide(true);
    await page.waitForTimeout(100);
    const whileHidden = await page.evaluate('__visualizer.panels[0].visualizer.trace(400)');
    // Neither drawn nor measured.
    expect(whileHidden).toMatchObject({ draws: [], latencies: [] });
    expect((await figures()).paused).toBe(true);
    await hide(false);
    await page.waitForTimeout(200);
    const draws = await trace(300);
    expect((await figures()).paused).toBe(false);
    expect(draws.length).toBeGreaterThan(1);
    expect(median(errors(draws))).toBeLessThan(0.05);
  });

  it('moves little where the user wants that', async () => {
    const { show, trace, figures, page } = await visit();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await show(tone(500));
    await trace(300);
    expect((await figures()).calm).toBe(true);
    expect((await trace(1000)).length).toBeLessThanOrEqual(13);
    await page.emulateMedia({ reducedMotion: null });
    await page.waitForFunction('!__visualizer.panels[0].visualizer.stats.calm');
  });

  it('shows several inputs side by side, each its own, until they are removed', async () => {
    const shownPage = await visit();
    const { show, trace, page } = shownPage;
    await page.click('#add');
    await waitForWorkers(shownPage, 4);
    await Promise.all([show(tone(300)), show(tone(3000), 1)]);
    await trace(500);
    const [low = [], high = []] = await Promise.all([trace(400), trace(400, 1)]);
    expect([low, high].map((draws) => median(draws.map(({ topBar }) => topBar)))).toEqual([
      barOf(300),
      barOf(3000),
    ]);
    await page.click('.panel:nth-child(2) .remove');
    await waitForWorkers(shownPage, 2);
  });

  it('does what was wanted last, however fast the presses come', async () => {
    const { page, complaints } = await visit();
    const button = () => page.textContent('.play');
    const rest = () => page.waitForSelector('.play:not([aria-busy])');
    await page.evaluate(`for (let i = 0; i < 2; i++) document.querySelector('.play').click()`);
    await rest();
    expect([await button(), await page.textContent('.message')]).toEqual(['Start', 'Stopped.']);
    // Another kind is chosen while one is opened.
    await page.evaluate(`(() => {
      document.querySelector('.play').click();
      const kind = document.querySelector('select');
      kind.value = 'file';
      kind.dispatchEvent(new Event('change'));
    })()`);
    await rest();
    expect(await button()).toBe('Start');
    await page.click('#add');
    const left = await page.evaluate(`(async () => {
      const panel = __visualizer.panels[1];
      panel.element.querySelector('.play').click();
      panel.remove();
      panel.remove();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return __visualizer.panels.length;
    })()`);
    expect([left, await page.locator('.panel').count()]).toEqual([1, 1]);
    expect(complaints).toEqual([]);
  });

  it('shows nothing of a source that has been taken away, and answers a trace after its end', async () => {
    const { show, trace, page } = await visit();
    // The analysis hears late of it, as one does that is at work.
    await page.evaluate(`(() => {
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (message, transfer) {
        setTimeout(() => post.call(this, message, transfer), message.type === 'stop' ? 150 : 0);
      };
    })()`);
    await show(tone(1000));
    await trace(300);
    await show('null');
    expect(await trace(300)).toEqual([]);
    const ended = await page.evaluate(`(() => {
      const trace = __visualizer.panels[0].visualizer.trace(50);
      __visualizer.panels[0].visualizer.destroy();
      return trace;
    })()`);
    expect(ended).toEqual({ draws: [], latencies: [] });
  });

  it('tries a worklet again that could not be loaded, and says what a page may not have', async () => {
    const { page } = await visit();
    await page.evaluate(`(() => {
      const load = AudioWorklet.prototype.addModule;
      AudioWorklet.prototype.addModule = () => {
        AudioWorklet.prototype.addModule = load;
        return Promise.reject(new Error('no network'));
      };
      Object.defineProperty(navigator, 'mediaDevices', { value: undefined });
    })()`);
    const say = (text: string) =>
      page.waitForFunction(`document.querySelector('.message').textContent.includes('${text}')`);
    await page.click('.play');
    await say('no network');
    await page.click('.play');
    await page.waitForFunction("document.querySelector('.play').textContent === 'Stop'");
    await page.selectOption('select', 'microphone');
    await page.waitForFunction("document.querySelector('.play').textContent === 'Start'");
    await page.click('.play');
    await say('https pages');
    await page.selectOption('select', 'station');
    await page.fill('[name=url]', '/station/nowhere');
    await page.click('.play');
    await say('No answer yet');
  });

  it('leaves nothing behind when it is destroyed, however often', async () => {
    const shownPage = await visit();
    const { page, complaints } = shownPage;
    await page.evaluate(`(async () => {
      const context = __visualizer.context();
      const node = new GainNode(context);
      // More than the 16 contexts of WebGL that a page may have at once.
      for (let round = 0; round < 20; round++) {
        const place = document.createElement('div');
        document.body.append(place);
        const made = new __visualizer.AudioVisualizer();
        made.mount(place);
        const source = made.setSource(node);
        if (round % 2 === 0) await source;
        made.destroy();
        made.destroy();
        await source;
        if (place.childElementCount > 0) throw new Error('something is left in the page');
        place.remove();
      }
    })()`);
    await waitForWorkers(shownPage, 2);
    expect(complaints).toEqual([]);
  });

  it('is worked by keyboard alone, plays its tune, and tells how it goes', async () => {
    const { page, complaints } = await visit();
    await page.focus('.scenes input:checked');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('__visualizer.panels[0].visualizer.scene')).toBe('waveform');
    await page.focus('.play');
    await page.keyboard.press('Enter');
    await page.waitForFunction("document.querySelector('.figures').textContent.includes('fps')");
    expect(await page.textContent('.figures')).toMatch(
      /^\d+ fps · -?\d+\.\d ms off what is heard · analysis/,
    );
    await page.keyboard.press('Enter');
    await page.waitForFunction("document.querySelector('.play').textContent === 'Start'");
    expect(complaints).toEqual([]);
  });

  it('shows a file, the microphone and a station', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-visualizer-'));
    const path = join(folder, 'tone.wav');
    await run(
      sine({ frequency: 2000, amplitude: 0.5, duration: 3, sampleRate: 44_100 }),
      writeAudio(path),
    );
    const packets = await encodedTone('pcm', 30);
    const { page, trace } = await visit();
    const peakOf = async (): Promise<number> =>
      Math.max(...(await trace(1200)).map(({ peak }) => peak));
    const start = async (): Promise<void> => {
      await page.click('.play');
      await page.waitForFunction("document.querySelector('.play').textContent === 'Stop'");
    };
    await page.selectOption('select', 'file');
    await page.setInputFiles('[name=file]', path);
    await start();
    await trace(300);
    expect(median((await trace(400)).map(({ topBar }) => topBar))).toBe(barOf(2000));
    await page.selectOption('select', 'station');
    await page.waitForFunction("document.querySelector('.play').textContent === 'Start'");
    void station.broadcast(packets);
    await page.waitForSelector('[name=url]');
    await start();
    expect(await peakOf()).toBeGreaterThan(0.1);
    await page.selectOption('select', 'microphone');
    await page.waitForFunction("document.querySelector('.play').textContent === 'Start'");
    await start();
    expect(await peakOf()).toBeGreaterThan(0.1);
    await rm(folder, { recursive: true });
  }, 60_000);

  it.each(['react', 'vue'])('is mounted, told and unmounted by %s', async (name) => {
    const shownPage = await visit(`${isolated.url}frameworks.html`);
    const { page, complaints } = shownPage;
    for (let round = 0; round < 2; round++) {
      await page.click(`#toggle-${name}`);
      await page.waitForSelector(`#${name} canvas`);
      await waitForWorkers(shownPage, 2);
      await page.click('#next-scene');
      await page.click(`#toggle-${name}`);
      await waitForWorkers(shownPage, 0);
      expect(await page.locator('canvas').count()).toBe(0);
    }
    expect(complaints).toEqual([]);
  });
});
