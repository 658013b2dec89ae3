import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { bundleWorker } from '../../packages/analysis/src/extractor/fixtures/worker-script.js';
import { bundleScript } from './bundle-script.js';
import { hasChromium, launchChromium } from './launch-chromium.js';

const inChromium = hasChromium() ? describe : describe.skip;

const CLIENT = `
  import { AudioFeatureExtractor, createExtractorClient } from '@audioflow/analysis/extractor';
  Object.assign(globalThis, { AudioFeatureExtractor, createExtractorClient });`;

inChromium('the extractor in a Worker of a real Chromium', () => {
  let browser: Browser;
  let page: Page;
  let server: Server;
  beforeAll(async () => {
    const files: Record<string, string> = {
      '/client.js': await bundleScript(CLIENT),
      '/worker.js': await bundleWorker(),
    };
    server = createServer(({ url = '/' }, response) => {
      const code = files[url];
      response.setHeader('content-type', code === undefined ? 'text/html' : 'text/javascript');
      response.end(code ?? '<!doctype html><script type="module" src="/client.js"></script>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
    await page.waitForFunction('globalThis.createExtractorClient');
    await page.evaluate(`Object.assign(globalThis, {
      start: () => new Worker('/worker.js', { type: 'module' }),
      options: { sampleRate: 48000, features: { bars: true, quantized: true, rms: true } },
      tone: Float32Array.from({ length: 48000 }, (_, i) => 0.5 * Math.sin(i / 7)),
    })`);
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  it('gives what it gives in place', async () => {
    const seen = await page.evaluate(`(async () => {
      const plain = ({ pts, values }) => JSON.stringify([pts, ...Object.values(values).map((view) => [...view])]);
      const here = [];
      const extractor = new AudioFeatureExtractor(options);
      extractor.push({ channels: [tone] }, (frame) => here.push(plain(frame)));
      extractor.flush((frame) => here.push(plain(frame)));
      const worker = start();
      const there = [];
      const client = createExtractorClient(worker, options, (frame) => {
        there.push(plain(frame));
        client.recycle(frame);
      });
      const planes = [];
      for (let at = 0; at < tone.length; at += 4800) {
        const plane = tone.slice(at, at + 4800);
        await client.push({ channels: [plane] }, { transfer: true });
        planes.push(plane.length);
      }
      await client.flush();
      const left = [client.inFlight, client.dropped];
      client.close();
      worker.terminate();
      return { count: here.length, same: here.join() === there.join(), left, planes };
    })()`);
    const planes = Array.from({ length: 10 }, () => 0);
    expect(seen).toEqual({ count: 60, same: true, left: [0, 0], planes });
  });

  it('carries errors across, and says when a script does not load', async () => {
    const said = await page.evaluate(`(async () => {
      const broken = () => new Worker('data:text/javascript,throw new Error("no luck")');
      const said = [];
      for (const [make, wrong] of [[start, { fftSize: 1 }], [broken, {}]]) {
        const worker = make();
        const client = createExtractorClient(worker, wrong, () => undefined);
        await client.flush().catch(({ code, message }) => said.push(code, message));
        worker.terminate();
      }
      return said;
    })()`);
    expect(said).toEqual([
      'invalid-option',
      expect.stringContaining('fftSize'),
      'io',
      expect.stringContaining('no luck'),
    ]);
  });
});
