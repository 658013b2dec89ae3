import { AudioFlowError } from '@audioflow/core';
import { pcmWorkletScript } from './pcm-worklet-script.js';

/** A graph takes each script once. */
const loaded = new WeakMap<BaseAudioContext, Promise<void>>();

const INSECURE =
  'this browser plays uncompressed audio only on https pages and on localhost: open the page that way, or ask the station for MP3';

const add = async (worklet: AudioWorklet, workletUrl: string | undefined): Promise<void> => {
  const url =
    workletUrl ?? URL.createObjectURL(new Blob([pcmWorkletScript()], { type: 'text/javascript' }));
  try {
    await worklet.addModule(url);
  } catch (cause) {
    const what = workletUrl ?? 'a blob: address';
    throw new AudioFlowError(
      'unavailable',
      `the page's audio script could not be loaded from ${what}: serve pcmWorkletScript() and name its address in workletUrl`,
      { cause, details: { url: what } },
    );
  } finally {
    if (workletUrl === undefined) URL.revokeObjectURL(url);
  }
};

/**
 * Loads the processor into an audio graph, once.
 *
 * @throws AudioFlowError `unsupported` or `unavailable`, in words for listeners.
 */
export const loadWorklet = async (
  context: BaseAudioContext,
  workletUrl: string | undefined,
): Promise<void> => {
  // Absent where the page is not secure, whatever the types say.
  const { audioWorklet }: { audioWorklet?: AudioWorklet } = context;
  if (audioWorklet === undefined) throw new AudioFlowError('unsupported', INSECURE);
  const loading = loaded.get(context) ?? add(audioWorklet, workletUrl);
  loaded.set(context, loading);
  try {
    await loading;
  } catch (error) {
    loaded.delete(context);
    throw error;
  }
};
