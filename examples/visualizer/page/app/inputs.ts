import { run, tune } from '@audioflow/core';
import { createPlayer } from '@audioflow/io/browser';

/** Something to see. */
export interface Input {
  readonly node: AudioNode;
  /** A microphone is not played, and drawn as it comes. */
  readonly follow: 'output' | 'input';
  stop(): void;
}

/** What is chosen in a panel. */
export interface InputChoice {
  readonly kind: string;
  readonly file: File | undefined;
  readonly url: string;
  /** Ends the opening: one may wait long for a station. */
  readonly signal: AbortSignal;
  /** Says what goes wrong later on. */
  readonly say: (message: string) => void;
}

const TUNE_SECONDS = 19.2;

const openTune = async (context: AudioContext): Promise<Input> => {
  const { sampleRate } = context;
  const buffer = new AudioBuffer({
    length: Math.round(TUNE_SECONDS * sampleRate),
    numberOfChannels: 2,
    sampleRate,
  });
  await run(tune({ duration: TUNE_SECONDS, sampleRate }), {
    write: ({ channels, pts }) => {
      for (const [index, plane] of channels.entries()) {
        buffer.copyToChannel(Float32Array.from(plane), index, pts);
      }
    },
  });
  const node = new AudioBufferSourceNode(context, { buffer, loop: true });
  node.start();
  return { node, follow: 'output', stop: () => node.stop() };
};

const openFile = async (context: AudioContext, file: File | undefined): Promise<Input> => {
  if (file === undefined) throw new Error('Choose a file first.');
  const audio = new Audio(URL.createObjectURL(file));
  audio.loop = true;
  const node = new MediaElementAudioSourceNode(context, { mediaElement: audio });
  const stop = (): void => {
    audio.pause();
    URL.revokeObjectURL(audio.src);
    audio.removeAttribute('src');
  };
  try {
    await audio.play();
  } catch {
    stop();
    throw new Error(`The browser cannot play ${file.name}.`);
  }
  return { node, follow: 'output', stop };
};

const openMicrophone = async (context: AudioContext, { say }: InputChoice): Promise<Input> => {
  if (navigator.mediaDevices === undefined) {
    throw new Error('Microphones are only there on https pages and on localhost.');
  }
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  const node = new MediaStreamAudioSourceNode(context, { mediaStream: stream });
  // Pulled out, or forbidden meanwhile: our own stop does not fire it.
  for (const track of stream.getTracks()) track.onended = () => say('The microphone is gone.');
  const stop = (): void => {
    for (const track of stream.getTracks()) track.stop();
  };
  return { node, follow: 'input', stop };
};

const openStation = async (
  context: AudioContext,
  { url, signal, say }: InputChoice,
): Promise<Input> => {
  const node = new GainNode(context);
  // What leads nowhere is not run, and the player waits for its first sound.
  node.connect(new GainNode(context, { gain: 0 })).connect(context.destination);
  const player = createPlayer({ url, output: () => node });
  player.on('error', ({ message }) => say(`${message}.`));
  player.on('reconnecting', ({ attempt }) => say(`No answer yet (attempt ${attempt}).`));
  player.on('playing', () => say(''));
  player.on('ended', () => say('The programme has ended.'));
  signal.addEventListener('abort', () => player.stop());
  try {
    await player.play();
  } catch (error) {
    node.disconnect();
    throw error;
  }
  return { node, follow: 'output', stop: () => player.stop() };
};

const open = (context: AudioContext, choice: InputChoice): Promise<Input> => {
  if (choice.kind === 'file') return openFile(context, choice.file);
  if (choice.kind === 'microphone') return openMicrophone(context, choice);
  if (choice.kind === 'station') return openStation(context, choice);
  return openTune(context);
};

/** Opens what is chosen; rejects at once when the signal says so, and then lets go of what comes late. */
export const openInput = async (context: AudioContext, choice: InputChoice): Promise<Input> => {
  const { signal } = choice;
  signal.throwIfAborted();
  const opening = open(context, choice);
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  try {
    return await Promise.race([opening, stopped]);
  } catch (error) {
    opening.then(
      (input) => input.stop(),
      () => undefined,
    );
    throw error;
  }
};
