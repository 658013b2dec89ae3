import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { PRECISION_PROGRAM } from '../../packages/analysis/src/fixtures/precision-program.js';
import { bundleScript } from './bundle-script.js';
import { hasChromium, launchChromium } from './launch-chromium.js';

const inChromium = hasChromium() ? describe : describe.skip;

/** In a worker it says by itself what it finds. */
const PROGRAM = `${PRECISION_PROGRAM}
if (!globalThis.document) postMessage(comparePrecisions());`;

inChromium('single precision in a real Chromium', () => {
  let browser: Browser;
  let server: Server;
  let address = '';
  beforeAll(async () => {
    const script = await bundleScript(PROGRAM, 'iife');
    server = createServer(({ url = '' }, response) => {
      if (url.startsWith('/strict')) {
        response.setHeader('content-security-policy', "default-src 'none'; script-src 'self'");
      }
      const isScript = url.endsWith('.js');
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? script : '<!doctype html><script src="program.js"></script>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  /** What the program finds in a page, and in a worker of it. */
  const compare = async (folder: string): Promise<readonly Record<string, number>[]> => {
    const page = await browser.newPage();
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(`${address}/${folder}/`);
    const inPage = await page.evaluate<Record<string, number>>('comparePrecisions()');
    const inWorker = await page.evaluate<Record<string, number>>(`
      new Promise((resolve, reject) => {
        const worker = new Worker('program.js');
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      })`);
    expect(errors).toEqual([]);
    await page.close();
    return [inPage, inWorker];
  };

  it('is done by SIMD in a page and in a worker', async () => {
    for (const apart of await compare('plain')) {
      expect(Object.keys(apart)).toHaveLength(5);
      for (const one of Object.values(apart)) {
        expect(one).toBeGreaterThan(0);
        expect(one).toBeLessThan(2e-5);
      }
    }
  });

  it('is double precision to the bit where a policy forbids WebAssembly', async () => {
    for (const apart of await compare('strict')) {
      expect(Object.values(apart)).toEqual([0, 0, 0, 0, 0]);
    }
  });
});
