import { AudioFlowError } from '@audioflow/core';
import { Subject } from 'rxjs';
import type {
  BroadcastEvent,
  Broadcaster,
  BroadcasterOptions,
  BroadcastStatus,
  BroadcastTitle,
} from './broadcast.types.js';
import {
  type ResolvedBroadcasterOptions,
  resolveBroadcasterOptions,
} from './broadcaster-options.js';
import { createAddressLimits } from './create-address-limits.js';
import { createListenerHub } from './create-listener-hub.js';
import { createLiveStream } from './create-live-stream.js';
import { createProgramme, type Programme } from './create-programme.js';
import { createRoutes } from './create-routes.js';
import { prometheusText } from './prometheus-text.js';
import type { Refusal } from './refusal.js';
import { streamInfo } from './stream-info.js';
import { createStreamTitle, type StreamTitle } from './stream-title.js';

/** How long listeners may take to read the end of the stream before they are reset. */
const END_WITHIN_MS = 1000;

const CLOSED: Refusal = {
  status: 503,
  code: 'unavailable',
  message: 'this broadcaster is closed',
};

const noPlace = (places: number): Refusal => ({
  status: 503,
  code: 'limit-exceeded',
  message: `all ${places} places are taken: try again later`,
});

const open = (settings: ResolvedBroadcasterOptions): Broadcaster => {
  const info = streamInfo(settings);
  const events = new Subject<BroadcastEvent>();
  const startedAt = performance.now();
  const hub = createListenerHub(settings, (event) => events.next(event));
  const addresses = createAddressLimits(settings);
  const live = createLiveStream(settings, info, hub.send);
  let programme: Programme | undefined;
  let isClosed = false;
  let closing: Promise<void> | undefined;
  let title: StreamTitle | undefined;
  let programmes = 0;
  let refused = 0;

  const status = (): BroadcastStatus => ({
    state: isClosed ? 'closed' : programme === undefined ? 'waiting' : 'live',
    ...info,
    ...(title === undefined ? {} : { title: title.title }),
    ...(title?.url === undefined ? {} : { titleUrl: title.url }),
    ...live.figures(),
    ...hub.counts(),
    uptimeSeconds: (performance.now() - startedAt) / 1000,
    programmes,
    refused,
    listeners: hub.status(),
  });

  const routes = createRoutes({
    options: settings,
    info,
    admission: (address) => {
      if (isClosed) return CLOSED;
      const refusal = addresses.attempt(address);
      if (refusal !== undefined) return refusal;
      return hub.size() < settings.maxListeners ? undefined : noPlace(settings.maxListeners);
    },
    join: (listener, address) => {
      const isWeb = listener.kind === 'websocket';
      const burst = live.burst(isWeb ? settings.burstSeconds : settings.httpBurstSeconds);
      hub.join(listener, burst, addresses.enter(address));
    },
    onRefused: ({ status: httpStatus, message }) => {
      refused += 1;
      events.next({ type: 'refused', status: httpStatus, message });
    },
    status,
  });

  const startProgramme = (): Programme => {
    if (isClosed || programme !== undefined) {
      const why = isClosed ? 'it is closed' : 'a programme is on: close its sink before the next';
      throw new AudioFlowError('invalid-state', `broadcaster: ${why}`);
    }
    programmes += 1;
    events.next({ type: 'programme-started' });
    return createProgramme({
      onPacket: live.push,
      onEnd: (reason) => {
        live.finish();
        programme = undefined;
        events.next({ type: 'programme-ended', reason });
        return hub.endAll(reason, END_WITHIN_MS);
      },
    });
  };

  const setTitle = (given: BroadcastTitle | string): void => {
    const next = createStreamTitle(given);
    if (isClosed || (next.title === title?.title && next.url === title.url)) return;
    title = next;
    hub.tell(next);
    const { title: text, url } = next;
    events.next({ type: 'title', title: text, ...(url === undefined ? {} : { url }) });
  };

  const closeAll = async (): Promise<void> => {
    await Promise.all([programme?.end('closed'), hub.endAll('closed', END_WITHIN_MS)]);
    hub.dispose();
    routes.dispose();
    events.complete();
  };

  return {
    sink: () => {
      programme = startProgramme();
      return programme.sink;
    },
    handleRequest: routes.handleRequest,
    handleUpgrade: routes.handleUpgrade,
    setTitle,
    status,
    metrics: () => prometheusText([{ status: status() }]),
    events: events.asObservable(),
    close: () => {
      isClosed = true;
      closing ??= closeAll();
      return closing;
    },
  };
};

/**
 * Sends one encoded stream to any number of listeners, over WebSocket and HTTP.
 *
 * Encode once, run the packets into `sink()`, and let an HTTP server of yours hand requests to
 * `handleRequest` and `handleUpgrade`. A late joiner gets a short burst that begins at a frame header,
 * then the live stream. `write` never waits for a listener: one that falls behind `queueBytes` or
 * `maxLagSeconds` is dropped with a TCP reset, which frees what is queued, also in the kernel; or it
 * skips to the live edge, as `overflow` says.
 *
 * Over WebSocket the first message is text, JSON `{ type: 'config', codec, mime, sampleRate,
 * channelCount, ... }`; then come binary messages of whole frames (mp3 as it is, aac with ADTS
 * headers), ready for Media Source Extensions, or of whole samples (pcm); at the end `{ type: 'end',
 * reason }` and close code 1000. Over HTTP the body is the same bytes, without a length, as internet
 * radio players take it; pcm as a WAV file without an end. `setTitle` reaches players that ask with
 * `Icy-MetaData: 1`, and WebSocket listeners as `{ type: 'title', title, url? }`.
 * Packets come as fast as the source gives them: put `pace()` before, or listeners are flooded.
 *
 * | knob | default | meaning |
 * |---|---|---|
 * | `flushMs` | 88 | audio per write: the cost is per write, the latency is this long |
 * | `burstSeconds`, `httpBurstSeconds` | 0.5, 2 | what a late joiner gets at once |
 * | `queueBytes`, `maxLagSeconds` | 262,144 and 10 | beyond either, a listener is too slow |
 * | `overflow` | `drop` | what becomes of it: `drop`, `skip-to-live` or `keep` |
 *
 * A WebSocket listener's lag is measured by pings, which see through the kernel's send buffers; an
 * HTTP listener's only by what the kernel no longer takes (on Linux after up to 4 MB, `tcp_wmem`).
 *
 * @throws AudioFlowError `invalid-option`. A packet of another codec, rate or channel count is refused
 * with `format-changed`, pcm that ends within a sample with `malformed-data`.
 *
 * @example
 * import { createServer } from 'node:http';
 * import { broadcaster } from '@audioflow/io';
 * const radio = broadcaster({ codec: 'mp3', sampleRate: 44100, channelCount: 2 });
 * const server = createServer((request, response) => {
 *   if (!radio.handleRequest(request, response)) response.writeHead(404).end();
 * });
 * server.on('upgrade', radio.handleUpgrade);
 * // server.listen(8000); await run(packets.pipe(pace()), radio.sink());
 * console.log(radio.status().state); // waiting
 * await radio.close();
 */
export const broadcaster = (options: BroadcasterOptions): Broadcaster =>
  open(resolveBroadcasterOptions(options));
