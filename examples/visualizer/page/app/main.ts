import { AudioVisualizer } from '../visualizer/index.js';
import { createPanel, type Panel } from './panel.js';

declare global {
  interface Window {
    /** For the browser's console. */
    __visualizer: {
      readonly panels: Panel[];
      readonly context: () => AudioContext;
      readonly AudioVisualizer: typeof AudioVisualizer;
    };
  }
}

const MOST_PANELS = 4;

let audio: AudioContext | undefined;
const context = (): AudioContext => {
  audio ??= new AudioContext({ latencyHint: 'interactive' });
  return audio;
};
const panels: Panel[] = [];
window.__visualizer = { panels, context, AudioVisualizer };

const add = document.getElementById('add');
const addPanel = (removable: boolean): void => {
  const onRemove = (): void => {
    panels.splice(panels.indexOf(panel), 1);
    if (add !== null) add.hidden = false;
  };
  const panel = createPanel(context, removable ? onRemove : undefined);
  panels.push(panel);
  if (add !== null) add.hidden = panels.length >= MOST_PANELS;
};
add?.addEventListener('click', () => addPanel(true));
addPanel(false);

const path = document.getElementById('path');
if (path !== null) {
  path.textContent =
    panels[0]?.visualizer.stats.path === 'shared memory'
      ? 'Sound goes to the analysis through shared memory.'
      : 'No shared memory here: sound goes to the analysis by messages.';
}
