import { createElement, type ReactElement, useEffect, useRef } from 'react';
import { AudioVisualizer, type Scene } from '../visualizer/index.js';

/** What the component is given. */
export interface ReactVisualizerProps {
  readonly source: AudioNode | null;
  readonly scene?: Scene;
}

/** `AudioVisualizer` as a component of React. */
export const ReactVisualizer = ({ source, scene = 'bars' }: ReactVisualizerProps): ReactElement => {
  const place = useRef<HTMLDivElement>(null);
  const visualizer = useRef<AudioVisualizer | undefined>(undefined);
  useEffect(() => {
    if (place.current === null) return;
    const made = new AudioVisualizer();
    made.mount(place.current);
    visualizer.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => visualizer.current?.setScene(scene), [scene]);
  useEffect(() => {
    void visualizer.current?.setSource(source);
  }, [source]);
  return createElement('div', { ref: place, className: 'picture' });
};
