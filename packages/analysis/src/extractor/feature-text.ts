import type { FeatureRecording } from './feature-recording.js';

/** Characters of a piece: what is written of an answer at a time. */
const PIECE = 65_536;
/** Float32 has no more. */
const DIGITS = 7;

const round = (x: number): number => Number(x.toPrecision(DIGITS));

/** The items of an array in JSON, without brackets. */
function* items<T>(values: readonly T[], write: (value: T) => string): Generator<string> {
  for (const [index, value] of values.entries()) yield (index === 0 ? '' : ',') + write(value);
}

function* tokens({ frames, layout, sampleRate, hopLength }: FeatureRecording): Generator<string> {
  const frameCount = frames.length;
  yield JSON.stringify({ sampleRate, hopLength, frameCount }).replace(/\}$/, ',"pts":[');
  yield* items(frames, ({ pts }) => JSON.stringify(pts));
  yield '],"features":{';
  for (const [index, { name }] of layout.entries()) {
    yield `${index === 0 ? '' : ','}"${name}":[`;
    yield* items(frames, ({ values }) => JSON.stringify(Array.from(values[name] ?? [], round)));
    yield ']';
  }
  yield '}}';
}

/** A recording as JSON, in pieces: no more than one of them, and one row, is text at a time. */
function* textPieces(recording: FeatureRecording): Generator<string> {
  let piece = '';
  for (const token of tokens(recording)) {
    piece += token;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** A recording as bytes of JSON, in pieces that are made one by one. */
export function* featureText(recording: FeatureRecording): Generator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  for (const piece of textPieces(recording)) yield encoder.encode(piece);
}
