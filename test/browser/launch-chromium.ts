import { accessSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PATH = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** What every test's browser is started with. */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

const MISSING = `Chromium is not at ${PATH}: apt-get install -y --no-install-recommends chromium, or set CHROMIUM_PATH`;

/**
 * Whether there is a browser to test with. Without one the tests are skipped, aloud; where `CI=true`
 * that is a failure, for a skipped test proves nothing.
 */
export const hasChromium = (): boolean => {
  try {
    accessSync(PATH);
    return true;
  } catch {
    if (process.env['CI'] === 'true') throw new Error(MISSING);
    console.warn(`SKIPPED: ${MISSING}`);
    return false;
  }
};

/** Starts a headless Chromium that may play sound without the press of a button. */
export const launchChromium = (flags: readonly string[] = CHROMIUM_FLAGS): Promise<Browser> =>
  chromium.launch({ executablePath: PATH, headless: true, args: [...flags] });
