/** What the sync frames of one AC-3 or E-AC-3 packet say of its format. */
export interface Ac3Format {
  /** Hz. */
  readonly sampleRate: number;
  /** Channels of the first frame, the low-frequency one included. */
  readonly channelCount: number;
  /** Tells speakers apart, where there are as many of them: of all frames, dependent ones too. */
  readonly layout: string;
}

const SYNC = 0x0b77;
const RATES = [48_000, 44_100, 32_000];
/** Full-range channels by `acmod`. */
const CHANNELS = [2, 1, 2, 3, 3, 4, 4, 5];
/** An independent substream and up to eight dependent ones, in up to six frames each. */
const MAX_FRAMES = 54;
const MIN_BYTES = 8;

interface SyncFrame {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly layout: string;
  /** Bytes of the frame; 0 where they are not told in a way that matters here. */
  readonly bytes: number;
}

const enhanced = (view: DataView): SyncFrame | undefined => {
  const code = view.getUint8(4);
  const rate = RATES[code >> 6];
  const half = RATES[(code >> 4) & 3];
  const sampleRate = rate ?? (half === undefined ? undefined : half / 2);
  if (sampleRate === undefined) return undefined;
  const mode = (code >> 1) & 7;
  const lfe = code & 1;
  const dependent = view.getUint8(2) >> 6 === 1 ? 'd' : '';
  return {
    sampleRate,
    channelCount: (CHANNELS[mode] ?? 0) + lfe,
    layout: `${dependent}${mode}.${lfe}`,
    bytes: ((view.getUint16(2) & 0x7ff) + 1) * 2,
  };
};

const plain = (view: DataView, bsid: number): SyncFrame | undefined => {
  const rate = RATES[view.getUint8(4) >> 6];
  if (rate === undefined) return undefined;
  const bits = view.getUint16(6);
  const mode = bits >> 13;
  // Levels of the centre, the surround and Dolby Surround stand before the bit, each where it has a meaning.
  const centre = (mode & 1) === 1 && mode !== 1;
  const levels = (centre ? 2 : 0) + ((mode & 4) === 4 ? 2 : 0) + (mode === 2 ? 2 : 0);
  const lfe = (bits >> (12 - levels)) & 1;
  return {
    sampleRate: rate >> Math.max(0, bsid - 8),
    channelCount: (CHANNELS[mode] ?? 0) + lfe,
    layout: `${mode}.${lfe}`,
    bytes: 0,
  };
};

const frameAt = (data: Uint8Array, at: number): SyncFrame | undefined => {
  if (at + MIN_BYTES > data.length) return undefined;
  const view = new DataView(data.buffer, data.byteOffset + at, MIN_BYTES);
  if (view.getUint16(0) !== SYNC) return undefined;
  const bsid = view.getUint8(5) >> 3;
  if (bsid > 16) return undefined;
  return bsid > 10 ? enhanced(view) : plain(view, bsid);
};

/**
 * Reads what a packet of AC-3 or E-AC-3 says of its format (ETSI TS 102 366, 4.3 and 4.4; E.1.2 and E.1.3).
 *
 * @returns undefined where it begins with no sync frame.
 */
export const ac3Format = (data: Uint8Array): Ac3Format | undefined => {
  const first = frameAt(data, 0);
  if (first === undefined) return undefined;
  const { sampleRate, channelCount } = first;
  const layouts = new Set<string>();
  let at = 0;
  for (let i = 0, frame: typeof first | undefined = first; i < MAX_FRAMES; i++) {
    if (frame === undefined) break;
    layouts.add(frame.layout);
    if (frame.bytes === 0) break;
    at += frame.bytes;
    frame = frameAt(data, at);
  }
  return { sampleRate, channelCount, layout: [...layouts].join(' ') };
};
