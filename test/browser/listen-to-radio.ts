import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BroadcastStatus } from '@audioflow/io';
import type { PlayerStats } from '@audioflow/io/browser';
import type { Page } from 'playwright-core';
import { launchChromium } from './launch-chromium.js';
import { recordPage } from './page-recorder.js';
import { type CorrelationPeak, peakCorrelation } from './peak-correlation.js';
import { monoOf, radioProgrammes } from './radio-programmes.js';
import { addressOf, startRadio } from './start-radio.js';

/** What was heard and measured at a radio's page. */
export interface Listening {
  /** Everything that the page complained about. */
  readonly errors: readonly string[];
  /** Seconds that the page played per second of real time. */
  readonly speed: number;
  /** Seconds behind the newest audio received, at each probe. */
  readonly latencies: readonly number[];
  /** From the encoder to the page's audio graph, in seconds. */
  readonly endToEnd: number;
  /** The last 10 s that played at rate 1: found in the file, and in another one. */
  readonly same: CorrelationPeak;
  readonly different: CorrelationPeak;
  readonly stats: PlayerStats;
  /** What the page says of the stream. */
  readonly shown: string;
  /** The process, asked to end while the page listens. */
  readonly exitCode: number | null;
}

const RECORD_SECONDS = 10;
const PROBE_MS = 250;

const statsOf = (page: Page): Promise<PlayerStats> => page.evaluate('__radio.player.stats');
const positionOf = (page: Page): Promise<number> => page.evaluate('__radio.player.stats.played');

const errorsOf = (page: Page): readonly string[] => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
};

/** By polling: Playwright's own waiting needs `eval`, which the page's policy forbids. */
const untilPlaying = async (page: Page): Promise<void> => {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if ((await page.evaluate('__radio.player.state')) === 'playing') return;
    await sleep(50);
  }
  throw new Error('the page did not play within 10 s');
};

/** Probes the player; resolves to its latencies and how fast it played. */
const measure = async (page: Page, seconds: number) => {
  const latencies: number[] = [];
  let stats = await statsOf(page);
  let isSteady = true;
  const [began, from] = [performance.now(), await positionOf(page)];
  while (performance.now() - began < 1000 * seconds) {
    await sleep(PROBE_MS);
    stats = await statsOf(page);
    latencies.push(stats.latency);
    isSteady &&= stats.rate === 1;
  }
  const elapsed = (performance.now() - began) / 1000;
  return { latencies, stats, isSteady, speed: ((await positionOf(page)) - from) / elapsed };
};

/** Records until 10 s came at rate 1: where the player caught up, time itself was stretched. */
const record = async (page: Page, url: string) => {
  const recorder = await recordPage(page);
  for (let attempt = 1; ; attempt += 1) {
    await recorder.take();
    const measured = await measure(page, RECORD_SECONDS + 0.3);
    const status: BroadcastStatus = await (await fetch(`${url}status.json`)).json();
    const all = await recorder.take();
    const { sampleRate } = recorder;
    const recording = all.subarray(-RECORD_SECONDS * sampleRate);
    if (measured.isSteady || attempt === 3) {
      return { recording, sampleRate, sent: status.secondsSent, measured };
    }
  }
};

/**
 * Starts the demo as a user does, listens to it in a real Chromium, and ends it: 10 s are recorded, and
 * `seconds` more are measured (0: those 10 s).
 */
export const listenToRadio = async (
  seconds: number,
  args: readonly string[] = [],
): Promise<Listening> => {
  const folder = await mkdtemp(join(tmpdir(), 'audioflow-radio-'));
  const { played, other } = await radioProgrammes(folder);
  const radio = startRadio(played, '--http-port', '0', '--ingest-port', '0', ...args);
  const browser = await launchChromium();
  try {
    const url = await addressOf(radio);
    const page = await browser.newPage();
    const errors = errorsOf(page);
    await page.goto(url);
    await page.click('#toggle');
    await untilPlaying(page);
    // The first seconds bring the player to its target.
    await sleep(3000);
    const { recording, sampleRate, sent, measured } = await record(page, url);
    const { latencies, speed, stats } = seconds > 0 ? await measure(page, seconds) : measured;
    // What comes later is the page missing its station.
    const complaints = [...errors];
    const shown = (await page.textContent('#stream')) ?? '';
    const exitCode = await radio.end();
    const reference = await monoOf(played, sampleRate, sent + 5);
    const same = peakCorrelation(recording, reference);
    const end = (same.lag + recording.length) / sampleRate;
    return {
      errors: complaints,
      speed,
      latencies,
      endToEnd: sent - end,
      same,
      different: peakCorrelation(recording, await monoOf(other, sampleRate, sent + 5)),
      stats,
      shown,
      exitCode,
    };
  } finally {
    await browser.close();
    await radio.end('SIGKILL');
    await rm(folder, { recursive: true });
  }
};
