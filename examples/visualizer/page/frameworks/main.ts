import { byId } from '@audioflow/example-shared/by-id';
import { createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { type App, createApp, h, shallowReactive } from 'vue';
import { SCENES, type Scene } from '../visualizer/index.js';
import { ReactVisualizer } from './react-visualizer.js';
import { VueVisualizer } from './vue-visualizer.js';

const place = (id: string): HTMLElement => byId(id, HTMLElement);

let source: AudioNode | undefined;
/** A tone that rises and falls, once a button has been pressed. */
const tone = async (): Promise<AudioNode> => {
  if (source !== undefined) return source;
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context, { type: 'sawtooth', frequency: 440 });
  const slow = new OscillatorNode(context, { frequency: 0.3 });
  const depth = new GainNode(context, { gain: 300 });
  const quiet = new GainNode(context, { gain: 0.1 });
  slow.connect(depth).connect(oscillator.frequency);
  oscillator.connect(quiet).connect(context.destination);
  oscillator.start();
  slow.start();
  await context.resume();
  source = quiet;
  return quiet;
};

let root: Root | undefined;
let app: App | undefined;
let scene: Scene = 'bars';
const vueProps = shallowReactive<{ source: AudioNode | null; scene: Scene }>({
  source: null,
  scene,
});

const toggleReact = async (): Promise<void> => {
  if (root !== undefined) {
    root.unmount();
    root = undefined;
    return;
  }
  root = createRoot(place('react'));
  root.render(createElement(ReactVisualizer, { source: await tone(), scene }));
};
const toggleVue = async (): Promise<void> => {
  if (app !== undefined) {
    app.unmount();
    app = undefined;
    return;
  }
  vueProps.source = await tone();
  app = createApp({ render: () => h(VueVisualizer, vueProps) });
  app.mount(place('vue'));
};
const nextScene = async (): Promise<void> => {
  scene = SCENES[(SCENES.indexOf(scene) + 1) % SCENES.length] ?? 'bars';
  root?.render(createElement(ReactVisualizer, { source: await tone(), scene }));
  vueProps.scene = scene;
};
place('toggle-react').addEventListener('click', toggleReact);
place('toggle-vue').addEventListener('click', toggleVue);
place('next-scene').addEventListener('click', nextScene);
