/** What the page's sound goes through: player -> analyser -> volume -> loudspeaker. */
export interface AudioGraph {
  readonly context: AudioContext;
  readonly analyser: AnalyserNode;
  readonly volume: GainNode;
}

/** Makes the graph; once, from the press of a button. */
export const audioGraph = (): AudioGraph => {
  const context = new AudioContext({ latencyHint: 'playback' });
  const analyser = new AnalyserNode(context, {
    fftSize: 4096,
    smoothingTimeConstant: 0.72,
    minDecibels: -86,
    maxDecibels: -26,
  });
  const volume = new GainNode(context);
  analyser.connect(volume).connect(context.destination);
  return { context, analyser, volume };
};
