import { aac, mp3 } from '@audioflow/codecs';
import { bindDemand, continuousTime, jitterBuffer } from '@audioflow/core';
import { createCodecRegistry, decode } from '@audioflow/core/codec';
import { type OpenIcecastOptions, openIcecast } from '@audioflow/io';
import { defer, mergeMap } from 'rxjs';
import type { CaptureBackend } from './capture-backend.js';

/** What is kept back against the bursts of the network, and the most of it. */
const JITTER = { targetMs: 250, maxMs: 1000 };
/** Whoever captures tries again, and tells that it does. */
const ONCE: OpenIcecastOptions = { reconnect: { attempts: 1 }, idleTimeoutMs: 5000 };

/** A station: a mount of `icecastServer`, of an Icecast, or any other mp3 or aac over HTTP. */
export const radioBackend = (url: string): CaptureBackend => ({
  id: 'radio',
  available: async () =>
    /^https?:\/\//i.test(url) && URL.canParse(url)
      ? { available: true }
      : { available: false, reason: `expected an address with http:// or https://, got ${url}` },
  list: async () => [{ id: 'radio:0', name: `Radio ${new URL(url).host}` }],
  open: (_, { signal }) =>
    defer(() => openIcecast(url, { ...ONCE, signal })).pipe(
      bindDemand(),
      mergeMap(({ packets }) => packets),
      decode(createCodecRegistry([mp3, aac]), { onFormatChange: 'restart' }),
      // What a station sends at once to who joins would show at once, and then nothing.
      jitterBuffer(JITTER),
      continuousTime(),
    ),
});
