import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { until } from '../../examples/spectrum-service/src/fixtures/until.js';
import { hasChromium, launchChromium } from './launch-chromium.js';
import type { Program } from './start-program.js';
import { pageOf, startSpectrum } from './start-spectrum.js';

const inChromium = hasChromium() ? describe : describe.skip;
const SECONDS = 3;

inChromium('spectrum: the page, in a real Chromium', () => {
  let browser: Browser;
  let page: Page;
  let cdp: CDPSession;
  let service: Program;
  let url = '';
  const errors: string[] = [];
  const figures = () => page.evaluate(() => window.__spectrum.figures());
  const state = () => page.locator('main').getAttribute('data-state');
  const metrics = async (): Promise<Record<string, number>> => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const needle = () => page.locator('#needle').evaluate(({ style }) => style.transform);
  /** The part of the canvas, from the bottom, that has something on it. */
  const tallest = () =>
    page.locator('#bars').evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new Error('expected a canvas');
      const { width, height } = canvas;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data;
      return 1 - (pixels?.findIndex((value) => value > 0) ?? 0) / (4 * width * height);
    });
  const status = async () => (await fetch(`${url}status.json`)).json();

  beforeAll(async () => {
    service = startSpectrum('--port', '0');
    [url, browser] = await Promise.all([pageOf(service), launchChromium()]);
    page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
    page.on('pageerror', ({ message }) => errors.push(message));
    page.on('console', (line) => {
      if (line.type() === 'error' && !/ERR_CONNECTION_REFUSED/.test(line.text()))
        errors.push(line.text());
    });
    await page.goto(url);
    cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    await until(async () => (await figures()).draws > 10);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await service?.end('SIGKILL');
  });

  it('draws what has changed, and lays nothing out', async () => {
    const [before, drawn] = [await metrics(), await figures()];
    await page.waitForTimeout(1000 * SECONDS);
    const [after, redrawn] = [await metrics(), await figures()];
    const frames = redrawn.frames - drawn.frames;
    const draws = redrawn.draws - drawn.draws;
    expect(frames).toBeGreaterThan(SECONDS * 40);
    expect(draws).toBeGreaterThan(SECONDS * 10);
    expect(draws).toBeLessThanOrEqual(frames + 1);
    expect((after['LayoutCount'] ?? -1) - (before['LayoutCount'] ?? 0)).toBe(0);
    expect(await state()).toBe('running');
    // The measure is alive.
    await page.evaluate(() => {
      document.body.style.paddingTop = '9px';
      return document.body.offsetHeight;
    });
    expect((await metrics())['LayoutCount'] ?? 0).toBeGreaterThan(after['LayoutCount'] ?? 0);
  });

  it('draws nothing where nothing changes', async () => {
    await page.getByLabel('Sound from').selectOption('Sine, 1 kHz');
    await until(async () => Object(await status()).device.name === 'Sine, 1 kHz');
    // What was there falls within a second, and the reference comes to rest.
    await page.waitForTimeout(2500);
    const before = await figures();
    await page.waitForTimeout(1000);
    const after = await figures();
    expect(after.frames - before.frames).toBeGreaterThan(30);
    expect(after.draws - before.draws).toBeLessThan((after.frames - before.frames) / 4);
  });

  it('is used by the keyboard, and shows figures when asked', async () => {
    await page.getByLabel('Sound from').focus();
    await page.keyboard.press('ArrowDown');
    await until(async () => Object(await status()).device.name === 'Pink noise');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await until(async () => Object(await status()).clients[0]?.rate === 30);
    await page.getByText('Figures').focus();
    await page.keyboard.press('Enter');
    await until(async () => Number(await page.locator('#seq').textContent()) > 10);
    await page.keyboard.press('Enter');
  });

  it('asks for nothing while nobody sees it', async () => {
    const hide = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await hide(true);
    await until(async () => Object(await status()).clients[0]?.rate === undefined);
    await until(async () => Object(await status()).state === 'stopped');
    await hide(false);
    await until(async () => (await state()) === 'running');
  });

  it('asks for little where less motion is wanted', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await until(async () => Object(await status()).clients[0]?.rate === 2);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await until(async () => Object(await status()).clients[0]?.rate === 30);
  });

  it('fits a telephone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const [wide, height] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.querySelector('canvas')?.height ?? 0,
    ]);
    expect(wide).toBe(360);
    expect(height).toBeGreaterThan(100);
  });

  it('says that the service is gone, and comes back to it', async () => {
    expect(await service.end()).toBe(0);
    await until(async () => (await state()) === 'lost');
    // What is not heard any more is not left standing in the picture.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    expect([await needle(), (await tallest()) < 0.05]).toEqual(['rotate(-45deg)', true]);
    service = startSpectrum('--port', new URL(url).port);
    await pageOf(service);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await until(async () => (await state()) === 'running');
    const before = (await figures()).draws;
    await until(async () => (await figures()).draws > before + 5);
    expect(errors).toEqual([]);
  });
});
