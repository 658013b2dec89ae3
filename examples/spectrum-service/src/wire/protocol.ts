/** WebSocket subprotocols: what is spoken, and its version. */
export const PROTOCOL = 'audioflow.spectrum.v1';
/** One JSON text for each version of the bars, and nothing else. */
export const LEGACY_PROTOCOL = 'audioflow.spectrum.json';

/** How a client may get its frames. */
export const FORMATS = ['u8', 'u16', 'json'] as const;

/** Frames of a second that may be asked for. */
export const MIN_RATE = 1;
export const MAX_RATE = 60;

/** How frames are written. */
export type FrameFormat = (typeof FORMATS)[number];
