/** What the page's sound goes through: element -> analyser -> volume -> loudspeaker. */
export interface AudioGraph {
  readonly context: AudioContext;
  readonly source: MediaElementAudioSourceNode;
  readonly analyser: AnalyserNode;
  readonly volume: GainNode;
}

/** Makes the graph of an element; once per element, from the press of a button. */
export const audioGraph = (audio: HTMLAudioElement): AudioGraph => {
  const context = new AudioContext({ latencyHint: 'playback' });
  const source = context.createMediaElementSource(audio);
  const analyser = new AnalyserNode(context, {
    fftSize: 4096,
    smoothingTimeConstant: 0.72,
    minDecibels: -86,
    maxDecibels: -26,
  });
  const volume = new GainNode(context);
  source.connect(analyser).connect(volume).connect(context.destination);
  return { context, source, analyser, volume };
};
