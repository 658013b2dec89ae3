import '@audioflow/example-shared/zod-without-eval';
import { byId } from '@audioflow/example-shared/by-id';
import {
  createPlayer,
  type PlayerState,
  type PlayerStats,
  type StreamConfig,
  type StreamPlayer,
} from '@audioflow/io/browser';
import { type AudioGraph, audioGraph } from './audio-graph.js';
import { spectrumLoop } from './spectrum-loop.js';

declare global {
  interface Window {
    /** For the browser's console: the player, and the audio graph once it has played. */
    __radio: { readonly player: StreamPlayer; graph?: AudioGraph };
  }
}

const MESSAGES: Readonly<Record<PlayerState, string>> = {
  idle: 'Press play to listen.',
  connecting: 'Connecting …',
  buffering: 'Waiting for the programme …',
  playing: 'You are listening live.',
  stalled: 'The network is slow: waiting for more …',
  blocked: 'The browser blocks sound: press play.',
  reconnecting: 'Connection lost: trying again …',
  ended: 'The programme has ended. Press play for the next one.',
  failed: 'Something went wrong.',
};
const OFF: readonly PlayerState[] = ['idle', 'ended', 'failed', 'blocked'];

const label = (id: string): HTMLElement => byId(id, HTMLElement);
const root = document.querySelector('main');
const toggle = byId('toggle', HTMLButtonElement);
const volume = byId('volume', HTMLInputElement);
const spectrum = spectrumLoop(byId('spectrum', HTMLCanvasElement));
const graph = (): AudioGraph => {
  window.__radio.graph ??= audioGraph();
  window.__radio.graph.volume.gain.value = volume.valueAsNumber;
  return window.__radio.graph;
};
const player = createPlayer({
  url: 'ws',
  output: () => graph().analyser,
  workletUrl: 'pcm-worklet.js',
});
window.__radio = { player };

const clock = (seconds: number): string => {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

const showConfig = ({ codec, bitrate, sampleRate, channelCount, name }: StreamConfig): void => {
  const channels = ['', 'mono', 'stereo'][channelCount] ?? `${channelCount} channels`;
  const rate = `${sampleRate / 1000} kHz`;
  const kilobits = bitrate === undefined ? '' : `${Math.round(bitrate / 1000)} kbit/s`;
  label('stream').textContent = [codec.toUpperCase(), kilobits, rate, channels]
    .filter((part) => part !== '')
    .join(' · ');
  if (name !== undefined) label('name').textContent = name;
};

const showStats = ({ latency, buffered, played }: PlayerStats): void => {
  label('latency').textContent = latency.toFixed(2);
  label('buffered').textContent = buffered.toFixed(2);
  label('played').textContent = clock(played);
};

/** What is on, once the station has said so. */
let onAir = MESSAGES.playing;

const showState = (state: PlayerState): void => {
  const isOff = OFF.includes(state);
  if (root !== null) root.dataset['state'] = state;
  label('message').textContent = state === 'playing' ? onAir : MESSAGES[state];
  label('badge').textContent = state === 'playing' ? 'live' : isOff ? 'off air' : '…';
  label('toggle-label').textContent = isOff ? 'Play' : 'Stop';
  toggle.setAttribute('aria-pressed', String(!isOff));
  const { analyser } = window.__radio.graph ?? {};
  if (isOff) spectrum.stop();
  else if (analyser !== undefined) spectrum.start(analyser);
};

const showListeners = async (): Promise<void> => {
  if (document.hidden) return;
  const answer = await fetch('status.json');
  const status: { listeners?: unknown[] } = await answer.json();
  label('listeners').textContent = String(status.listeners?.length ?? '–');
};

player.on('config', showConfig);
player.on('stats', showStats);
player.on('state', showState);
player.on('title', ({ title }) => {
  onAir = title === '' ? MESSAGES.playing : title;
  showState(player.state);
});
player.on('error', ({ message }) => {
  label('message').textContent = `Sorry: ${message}.`;
});
toggle.addEventListener('click', () => {
  if (!OFF.includes(player.state)) player.stop();
  // What goes wrong is shown by the `error` event.
  else player.play().catch(() => undefined);
});
volume.addEventListener('input', () => {
  const gain = window.__radio.graph?.volume.gain;
  if (gain !== undefined) gain.value = volume.valueAsNumber;
});
// A station that is away is shown by the player; this figure then just stays as it was.
const poll = (): Promise<void> => showListeners().catch(() => undefined);
setInterval(poll, 5000);
player.on('playing', poll);
showState(player.state);
