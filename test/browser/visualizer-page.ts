import { expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type {
  VisualizerStats,
  VisualizerTrace,
} from '../../examples/visualizer/page/visualizer/audio-visualizer.types.js';

/** A page of the visualizer. */
export interface VisualizerPage {
  readonly page: Page;
  /** What the console said that is no mere log. */
  readonly complaints: string[];
  /** Puts a script's node into a picture: `context` is there to make it. */
  show(code: string, panel?: number): Promise<void>;
  trace(ms: number, panel?: number): Promise<VisualizerTrace['draws']>;
  figures(panel?: number): Promise<VisualizerStats>;
  /** The brightness of each column of a picture, from 0 to 1, as it is on the screen. */
  columns(): Promise<readonly number[]>;
}

const COLUMNS = `async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  context.drawImage(bitmap, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  return Array.from({ length: width }, (_, x) => {
    let sum = 0;
    for (let y = 0; y < height; y++) for (let c = 0; c < 3; c++) sum += data[4 * (y * width + x) + c];
    return sum / (765 * height);
  });
}`;

/** Scripts that run before those of the page. */
export interface Beforehand {
  /** In the worker that draws. */
  readonly inDrawing?: string;
  readonly inPage?: string;
}

/** Opens a page of the visualizer, small, so that drawing it takes little. */
export const openVisualizer = async (
  browser: Browser,
  url: string,
  { inDrawing = '', inPage = '' }: Beforehand = {},
): Promise<VisualizerPage> => {
  const context = await browser.newContext({
    viewport: { width: 640, height: 420 },
    permissions: ['microphone'],
  });
  const page = await context.newPage();
  if (inPage !== '') await page.addInitScript(inPage);
  if (inDrawing !== '') {
    await page.route('**/drawing-worker*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: inDrawing + (await response.text()) });
    });
  }
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(url);
  const panelAt = (index: number): string => `__visualizer.panels[${index}].visualizer`;
  return {
    page,
    complaints,
    show: (code, panel = 0) =>
      page.evaluate(`(async () => {
        const context = __visualizer.context();
        await context.resume();
        await ${panelAt(panel)}.setSource(${code});
      })()`),
    trace: (ms, panel = 0) =>
      page.evaluate(`${panelAt(panel)}.trace(${ms}).then((all) => all.draws)`),
    figures: (panel = 0) => page.evaluate(`${panelAt(panel)}.stats`),
    columns: async () => {
      const shot = await page.locator('.screen canvas').first().screenshot();
      return page.evaluate(`(${COLUMNS})('${shot.toString('base64')}')`);
    },
  };
};

/** A worker that is told to end takes a moment. */
export const waitForWorkers = async ({ page }: VisualizerPage, count: number): Promise<void> => {
  for (let i = 0; i < 100 && page.workers().length !== count; i++) await page.waitForTimeout(50);
  expect(page.workers()).toHaveLength(count);
};
