import { openMsePlayback } from './mse/mse-playback.js';
import type { MsePlayerOptions, PlayerEvents, PlayerState, PlayerStats } from './player.types.js';
import { resolvePlayerOptions } from './player-options.js';
import { createStreamPlayer, type StreamPlayer } from './stream-player.js';

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
export class MsePlayer implements StreamPlayer {
  readonly #player: StreamPlayer;
  #audio: HTMLAudioElement | undefined;

  constructor(options: MsePlayerOptions) {
    const { connection, mse } = resolvePlayerOptions('MsePlayer', options);
    this.#audio = mse.audio;
    this.#player = createStreamPlayer(connection, (handlers) =>
      openMsePlayback(this.audio, mse, handlers),
    );
  }

  /** What it is doing now; every change is also a `state` event. */
  get state(): PlayerState {
    return this.#player.state;
  }

  /** Figures of this playing, or of the last one. */
  get stats(): PlayerStats {
    return this.#player.stats;
  }

  /** The element that plays. */
  get audio(): HTMLAudioElement {
    this.#audio ??= new Audio();
    return this.#audio;
  }

  /** Calls `listener` on each event of `type`, until the function that is returned is called. */
  on<K extends keyof PlayerEvents>(
    type: K,
    listener: (event: PlayerEvents[K]) => void,
  ): () => void {
    return this.#player.on(type, listener);
  }

  /**
   * Connects and plays; call it from a button, or the browser may block sound. Resolves at the first
   * sound, or at once while it plays already.
   *
   * @throws AudioFlowError `unavailable` where the browser blocks sound or the station cannot be
   * reached, `unsupported` where the browser cannot play the stream, `aborted` after `stop()`.
   */
  play(): Promise<void> {
    return this.#player.play();
  }

  /** Stops, disconnects and releases everything but the element. It may play again later. */
  stop(): void {
    this.#player.stop();
  }
}
