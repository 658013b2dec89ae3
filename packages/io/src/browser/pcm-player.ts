import { openAudioOutput } from './pcm/audio-output.js';
import { openPcmPlayback } from './pcm/pcm-playback.js';
import type { PcmPlayerOptions, PlayerEvents, PlayerState, PlayerStats } from './player.types.js';
import { resolvePlayerOptions } from './player-options.js';
import { createStreamPlayer, type StreamPlayer } from './stream-player.js';

/**
 * Plays the WebSocket stream of a `broadcaster` with the codec `pcm`, close to the live edge: the same
 * use as `MsePlayer`, without any decoder.
 *
 * The samples go through a ring in an AudioWorklet. It begins at `targetLatency` behind the live edge
 * and keeps there: half a percent faster when it is late, half a percent slower when it nearly starves,
 * and a jump when it is further behind than `jumpAbove`. At rate 1 the samples are played as they came,
 * resampled where the rate of the audio graph is another. Where the sound has to be cut it is faded,
 * within 5 ms. All that it keeps is bounded by `maxBufferSeconds`, oldest dropped. A lost connection is
 * opened again, with growing delays.
 *
 * Browsers have AudioWorklet only on https pages and on localhost. A page whose content security policy
 * forbids `blob:` scripts needs `workletUrl`.
 *
 * @throws AudioFlowError `invalid-option` from the constructor.
 *
 * @example
 * import { PcmPlayer } from '@audioflow/io/browser';
 * const player = new PcmPlayer({ url: '/ws', targetLatency: 0.25 });
 * player.on('error', ({ message }) => { document.title = message; });
 * // button.onclick = () => player.play();
 * console.log(player.state); // idle
 */
export class PcmPlayer implements StreamPlayer {
  readonly #player: StreamPlayer;

  constructor(options: PcmPlayerOptions) {
    const { connection, pcm } = resolvePlayerOptions('PcmPlayer', options);
    this.#player = createStreamPlayer(connection, (handlers) =>
      openPcmPlayback(openAudioOutput(pcm.output), pcm, handlers),
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
   * reached, `unsupported` where the stream is not pcm or the page not secure, `aborted` after `stop()`.
   */
  play(): Promise<void> {
    return this.#player.play();
  }

  /** Stops, disconnects and releases everything, the audio graph too if it is its own. */
  stop(): void {
    this.#player.stop();
  }
}
