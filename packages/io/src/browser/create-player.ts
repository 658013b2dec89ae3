import { openAutoPlayback } from './auto-playback.js';
import type { CreatePlayerOptions } from './player.types.js';
import { resolvePlayerOptions } from './player-options.js';
import { createStreamPlayer, type StreamPlayer } from './stream-player.js';

/**
 * A player for whatever a `broadcaster` streams: it listens to what the station says of its stream and
 * plays it as {@link MsePlayer} does, or as {@link PcmPlayer} does where it is `pcm`.
 *
 * With several addresses of one programme it takes the first that this browser can play: name the
 * compressed one first, and `pcm` as what every browser plays. With `output` the sound goes into an
 * audio graph of the page's, whichever way it is played: a place for a volume or a spectrum.
 *
 * @param options An address, or options of both players.
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { createPlayer } from '@audioflow/io/browser';
 * const player = createPlayer({ url: ['/ws', '/pcm/ws'] });
 * player.on('config', ({ codec }) => { document.title = codec; });
 * // button.onclick = () => player.play();
 * console.log(player.state); // idle
 */
export const createPlayer = (options: string | CreatePlayerOptions): StreamPlayer => {
  const settings = resolvePlayerOptions(
    'createPlayer',
    typeof options === 'string' ? { url: options } : options,
  );
  let { audio } = settings.mse;
  return createStreamPlayer(settings.connection, (handlers) => {
    audio ??= new Audio();
    return openAutoPlayback(audio, settings, handlers);
  });
};
