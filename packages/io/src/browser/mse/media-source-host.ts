import { AudioFlowError } from '@audioflow/core';

/** An audio element that plays from a MediaSource. */
export interface MediaSourceHost {
  /** Resolves when buffers can be added; never after `release`. */
  readonly opened: Promise<MediaSource>;
  /** Takes the source off the element again. Idempotent. */
  release(): void;
}

declare global {
  interface Window {
    /** Safari on iPhones has this in place of `MediaSource`. */
    readonly ManagedMediaSource?: typeof MediaSource;
  }
}

const managedSource = (): typeof MediaSource | undefined =>
  typeof window === 'undefined' ? undefined : window.ManagedMediaSource;

/** Whether this browser plays a type of audio from a MediaSource; false where it has none. */
export const canStream = (mime: string): boolean => {
  const source = typeof MediaSource === 'undefined' ? managedSource() : MediaSource;
  return source?.isTypeSupported(mime) === true;
};

/** Whether this browser has a MediaSource at all. */
export const hasMediaSource = (): boolean =>
  typeof MediaSource !== 'undefined' || managedSource() !== undefined;

const mediaSourceOf = (audio: HTMLAudioElement): typeof MediaSource => {
  if (typeof MediaSource !== 'undefined') return MediaSource;
  const managed = managedSource();
  if (managed === undefined) {
    throw new AudioFlowError(
      'unsupported',
      'this browser has no Media Source Extensions: open the stream address in a player instead',
    );
  }
  // Managed sources stay closed while the audio could be sent to another device.
  audio.disableRemotePlayback = true;
  return managed;
};

/** Puts a new MediaSource on an audio element. The object URL lives until the source is open. */
export const hostMediaSource = (audio: HTMLAudioElement): MediaSourceHost => {
  const source = new (mediaSourceOf(audio))();
  let url: string | undefined = URL.createObjectURL(source);
  let isReleased = false;

  const revoke = (): void => {
    if (url !== undefined) URL.revokeObjectURL(url);
    url = undefined;
  };

  const opened = new Promise<MediaSource>((resolve) => {
    const onOpen = (): void => {
      revoke();
      if (!isReleased) resolve(source);
    };
    source.addEventListener('sourceopen', onOpen, { once: true });
  });
  audio.src = url;

  return {
    opened,
    release: () => {
      if (isReleased) return;
      isReleased = true;
      revoke();
      audio.pause();
      audio.removeAttribute('src');
      audio.load();
    },
  };
};

/**
 * Adds a buffer for a type of audio.
 *
 * @throws AudioFlowError `unsupported`, in words for listeners.
 */
export const addAudioBuffer = (source: MediaSource, mime: string): SourceBuffer => {
  try {
    const buffer = source.addSourceBuffer(mime);
    // The stream has no time stamps of its own: each chunk is put behind the one before.
    buffer.mode = 'sequence';
    return buffer;
  } catch (cause) {
    const message = `this browser cannot play ${mime} as a stream: use another browser, or open the stream address in a player`;
    throw new AudioFlowError('unsupported', message, { cause, details: { mime } });
  }
};
