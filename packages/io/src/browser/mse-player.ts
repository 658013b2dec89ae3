import { AudioFlowError } from '@audioflow/core';
import { createEventHub } from './event-hub.js';
import type {
  MsePlayerEvents,
  MsePlayerOptions,
  PlayerState,
  PlayerStats,
} from './mse-player.types.js';
import { type ResolvedMsePlayerOptions, resolveMsePlayerOptions } from './mse-player-options.js';
import { startSession } from './player-session.js';

const NO_STATS: PlayerStats = {
  latency: 0,
  buffered: 0,
  received: 0,
  played: 0,
  rate: 1,
  catchUps: 0,
  jumps: 0,
  stalls: 0,
  reconnects: 0,
  droppedBytes: 0,
};

/**
 * Plays the WebSocket stream of a `broadcaster` in a browser, close to the live edge.
 *
 * `play()` connects, and sound begins within about 0.3 s. The player holds `targetLatency`: it plays
 * slightly faster (at most 6 %) when it is late, slightly slower when it nearly starves, and jumps when
 * it is further behind than `jumpAbove`. All that it keeps is bounded: what waits for the decoder
 * (`maxQueueBytes`, oldest dropped), what has been played (`keepSeconds`) and what piles up while
 * nothing plays (`maxBufferSeconds`, oldest removed). A lost connection is opened again, with growing
 * delays, and playing goes on in the same element.
 *
 * It plays what Media Source Extensions take: `audio/mpeg` in all current browsers, `audio/aac` in
 * Chromium and Safari. It needs no framework and no Node; the element may be put into an audio graph
 * with `createMediaElementSource`.
 *
 * @throws AudioFlowError `invalid-option` from the constructor.
 *
 * @example
 * import { MsePlayer } from '@audioflow/io/browser';
 * const player = new MsePlayer({ url: '/ws' });
 * player.on('stats', ({ latency }) => show(`${latency.toFixed(2)} s behind live`));
 * player.on('error', ({ message }) => show(message));
 * function show(text) { document.title = text; }
 * // button.onclick = () => player.play();
 * console.log(player.state); // idle
 */
export class MsePlayer {
  readonly #options: ResolvedMsePlayerOptions;
  readonly #events = createEventHub<MsePlayerEvents>();
  #audio: HTMLAudioElement | undefined;
  #state: PlayerState = 'idle';
  #session: ReturnType<typeof startSession> | undefined;
  #lastStats = NO_STATS;

  constructor(options: MsePlayerOptions) {
    this.#options = resolveMsePlayerOptions(options);
    this.#audio = this.#options.audio;
  }

  /** What it is doing now; every change is also a `state` event. */
  get state(): PlayerState {
    return this.#state;
  }

  /** Figures of this playing, or of the last one. */
  get stats(): PlayerStats {
    return this.#session?.stats() ?? this.#lastStats;
  }

  /** The element that plays. */
  get audio(): HTMLAudioElement {
    this.#audio ??= new Audio();
    return this.#audio;
  }

  /** Calls `listener` on each event of `type`, until the function that is returned is called. */
  on<K extends keyof MsePlayerEvents>(
    type: K,
    listener: (event: MsePlayerEvents[K]) => void,
  ): () => void {
    return this.#events.on(type, listener);
  }

  /**
   * Connects and plays; call it from a button, or the browser may block sound. Resolves at the first
   * sound, or at once while it plays already.
   *
   * @throws AudioFlowError `unavailable` where the browser blocks sound or the station cannot be
   * reached, `unsupported` where the browser cannot play the stream, `aborted` after `stop()`.
   */
  play(): Promise<void> {
    if (this.#session !== undefined) return this.#session.started;
    this.#setState('connecting');
    try {
      this.#session = startSession({
        audio: this.audio,
        options: this.#options,
        events: this.#events,
        setState: (state) => this.#setState(state),
        onOver: (...over) => this.#onOver(...over),
      });
    } catch (error) {
      this.#setState('failed');
      if (error instanceof AudioFlowError) this.#events.emit('error', error);
      return Promise.reject(error);
    }
    return this.#session.started;
  }

  /** Stops, disconnects and releases everything but the element. It may play again later. */
  stop(): void {
    this.#session?.stop();
    this.#setState('idle');
  }

  #onOver(state: PlayerState, stats: PlayerStats, tell: () => void): void {
    this.#lastStats = stats;
    this.#session = undefined;
    this.#setState(state);
    tell();
  }

  #setState(state: PlayerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.emit('state', state);
  }
}
