export { AudioVisualizer } from './audio-visualizer.js';
export type {
  AudioVisualizerOptions,
  SourceOptions,
  VisualizerStats,
  VisualizerTrace,
} from './audio-visualizer.types.js';
export { SCENES, type Scene } from './messages.js';
