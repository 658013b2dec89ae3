import { AudioVisualizer, SCENES, type Scene, type VisualizerStats } from '../visualizer/index.js';
import { type Input, openInput } from './inputs.js';

/** One input with its picture. */
export interface Panel {
  readonly visualizer: AudioVisualizer;
  readonly element: HTMLElement;
  remove(): void;
}

const find = <E extends Element>(root: ParentNode, selector: string, type: new () => E): E => {
  const element = root.querySelector(selector);
  if (element instanceof type) return element;
  throw new Error(`expected ${selector} in the page`);
};

const LABELS: Readonly<Record<Scene, string>> = {
  bars: 'Bars',
  waveform: 'Waveform',
  spectrogram: 'Spectrogram',
  radial: 'Radial',
};

const figures = (stats: VisualizerStats): string => {
  const { fps, errorMs, latencyP99Ms, calm, fallback } = stats;
  if (Number.isNaN(errorMs)) return '';
  const parts = [`${fps.toFixed(0)} fps`];
  parts.push(`${errorMs.toFixed(1)} ms off what is heard`);
  if (!Number.isNaN(latencyP99Ms)) parts.push(`analysis ${latencyP99Ms.toFixed(0)} ms`);
  if (calm) parts.push('little motion');
  if (fallback !== undefined) parts.push('without WebGL');
  return parts.join(' · ');
};

/** Faster nobody reads. */
const READ_MS = 900;

let count = 0;

/** Makes a panel; `context` is asked for at the first press of a button. */
export const createPanel = (context: () => AudioContext, onRemove?: () => void): Panel => {
  count += 1;
  const template = find(document, '#panel', HTMLTemplateElement);
  const element = find(document.importNode(template.content, true), '.panel', HTMLElement);
  element.setAttribute('aria-label', `Input ${count}`);
  const form = find(element, 'form', HTMLFormElement);
  const kind = find(form, 'select', HTMLSelectElement);
  const file = find(form, '[name=file]', HTMLInputElement);
  const url = find(form, '[name=url]', HTMLInputElement);
  const volume = find(form, '[name=volume]', HTMLInputElement);
  const play = find(form, '.play', HTMLButtonElement);
  const message = find(element, '.message', HTMLElement);
  const shown = find(element, '.figures', HTMLElement);
  let input: Input | undefined;
  let lastShown = 0;
  let gain: GainNode | undefined;
  /** While an input is opened or closed. */
  let opening: AbortController | undefined;

  const say = (text: string, wrong = false): void => {
    message.textContent = text;
    message.classList.toggle('wrong', wrong);
  };
  const visualizer = new AudioVisualizer({
    label: `Picture of input ${count}`,
    onStats: (stats) => {
      const now = performance.now();
      if (input !== undefined && now - lastShown < READ_MS) return;
      lastShown = now;
      shown.textContent = input === undefined ? '' : figures(stats);
    },
    onError: (error) => say(error.message, true),
  });
  const stop = async (): Promise<void> => {
    input?.stop();
    input?.node.disconnect();
    gain?.disconnect();
    input = undefined;
    gain = undefined;
    play.textContent = 'Start';
    say('');
    await visualizer.setSource(null);
  };
  const start = async (signal: AbortSignal): Promise<void> => {
    say('Opening …');
    play.textContent = 'Cancel';
    const audio = context();
    await audio.resume();
    const opened = await openInput(audio, {
      kind: kind.value,
      file: file.files?.[0],
      url: url.value,
      signal,
      say: (text) => say(text, true),
    });
    input = opened;
    if (opened.follow === 'output') {
      gain = new GainNode(audio, { gain: volume.valueAsNumber });
      opened.node.connect(gain).connect(audio.destination);
    }
    await visualizer.setSource(opened.node, { follow: opened.follow });
    signal.throwIfAborted();
    play.textContent = 'Stop';
    say('');
  };
  // Not by `disabled`: a button that is disabled loses the focus, and with it who works by keyboard.
  const change = async (): Promise<void> => {
    if (opening !== undefined) {
      opening.abort(new Error('Stopped.'));
      return;
    }
    opening = new AbortController();
    play.setAttribute('aria-busy', 'true');
    try {
      await (input === undefined ? start(opening.signal) : stop());
    } catch (error) {
      await stop();
      say(error instanceof Error ? error.message : String(error), true);
    } finally {
      opening = undefined;
      play.removeAttribute('aria-busy');
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void change();
  });
  kind.addEventListener('change', () => {
    for (const label of form.querySelectorAll<HTMLElement>('[data-for]')) {
      label.hidden = label.dataset['for'] !== kind.value;
    }
    if (input !== undefined || opening !== undefined) void change();
  });
  volume.addEventListener('input', () => {
    if (gain !== undefined) gain.gain.value = volume.valueAsNumber;
  });

  const scenes = find(element, '.scenes', HTMLFieldSetElement);
  const name = `scene-${count}`;
  for (const scene of SCENES) {
    const label = document.createElement('label');
    const radio = document.createElement('input');
    Object.assign(radio, { type: 'radio', name, value: scene, checked: scene === 'bars' });
    radio.addEventListener('change', () => visualizer.setScene(scene));
    label.append(radio, LABELS[scene]);
    scenes.append(label);
  }
  const remove = (): void => {
    if (!element.isConnected) return;
    opening?.abort(new Error('Removed.'));
    void stop();
    visualizer.destroy();
    element.remove();
    onRemove?.();
  };
  const button = find(form, '.remove', HTMLButtonElement);
  button.hidden = onRemove === undefined;
  button.addEventListener('click', remove);
  find(document, '#panels', HTMLElement).append(element);
  visualizer.mount(find(element, '.screen', HTMLElement));
  return { visualizer, element, remove };
};
