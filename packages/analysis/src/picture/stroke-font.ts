import type { Raster } from './raster.js';
import type { Rgb } from './rgba-image.js';
import { strokeGlyphs } from './stroke-glyphs.js';

const { floor, ceil, max, min, hypot, round } = Math;

/** Units of the grid that a size counts: from the top of capitals to the end of tails. */
const UNITS = 11;
/** From the top of capitals to the base line. */
const CAPITALS = 8;
/** Units between two characters, and of a space. */
const GAP = 2.5;
const SPACE = 3;
/** Width of a line, in units. */
const STROKE = 1.1;
const UNKNOWN = '\ufffd';

interface Glyph {
  /** Four numbers for each stroke: x and y of its ends. */
  readonly strokes: Float64Array;
  readonly width: number;
}

const glyphs = new Map<string, Glyph>();

const parse = (code: string): Glyph => {
  const strokes: number[] = [];
  let width = 0;
  for (const line of code.split(' ')) {
    const points = [...line].map((digit) => Number.parseInt(digit, 16));
    for (let i = 0; i + 3 < points.length; i += 2) strokes.push(...points.slice(i, i + 4));
    for (let i = 0; i < points.length; i += 2) width = max(width, points[i] ?? 0);
  }
  return { strokes: Float64Array.from(strokes), width: code === '' ? SPACE : width };
};

const glyphOf = (character: string): Glyph => {
  const known = glyphs.get(character);
  if (known) return known;
  const glyph = parse(strokeGlyphs.get(character) ?? strokeGlyphs.get(UNKNOWN) ?? '');
  glyphs.set(character, glyph);
  return glyph;
};

/** Letters with accents lose them; what the font does not have becomes one box. */
const charactersOf = (text: string): string[] =>
  [...text.normalize('NFKD').replace(/\p{M}/gu, '')].map((character) =>
    strokeGlyphs.has(character) ? character : UNKNOWN,
  );

/** Pens of the characters of a text: where each begins, in pixels. */
const layOut = (text: string, size: number): { glyphs: Glyph[]; pens: number[]; width: number } => {
  const unit = size / UNITS;
  const line = charactersOf(text).map(glyphOf);
  const pens: number[] = [];
  let pen = 0;
  for (const { width } of line) {
    pens.push(round(pen));
    pen += (width + GAP) * unit;
  }
  return { glyphs: line, pens, width: line.length === 0 ? 0 : ceil(pen - (GAP - 1) * unit) };
};

/** Width of a text in pixels. */
export const measureText = (text: string, size: number): number => layOut(text, size).width;

/** Height of capitals in pixels. */
export const capitalsOf = (size: number): number => round((CAPITALS + 1) * (size / UNITS));

const distance = (strokes: Float64Array, x: number, y: number): number => {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < strokes.length; i += 4) {
    const ax = strokes[i] ?? 0;
    const ay = strokes[i + 1] ?? 0;
    const dx = (strokes[i + 2] ?? 0) - ax;
    const dy = (strokes[i + 3] ?? 0) - ay;
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : max(0, min(1, ((x - ax) * dx + (y - ay) * dy) / length));
    nearest = min(nearest, hypot(x - ax - along * dx, y - ay - along * dy));
  }
  return nearest;
};

/** What is written, where, and how. */
export interface TextPlace {
  readonly text: string;
  /** Left end, in pixels. */
  readonly x: number;
  /** Top of the capitals, in pixels. */
  readonly y: number;
  /** From the top of capitals to the end of tails, in pixels. */
  readonly size: number;
  readonly color: Rgb;
}

/** Writes a line of text. */
export const drawText = (raster: Raster, { text, x, y, size, color }: TextPlace): void => {
  const unit = size / UNITS;
  const half = max(0.5, (STROKE * unit) / 2);
  const { glyphs: line, pens } = layOut(text, size);
  for (const [index, { strokes, width }] of line.entries()) {
    if (strokes.length === 0) continue;
    const left = floor(x) + (pens[index] ?? 0);
    const top = floor(y);
    // At the smallest size the grid lies on the middles of pixels.
    for (let py = -1; py <= ceil(UNITS * unit) + 1; py++) {
      for (let px = -1; px <= ceil(width * unit) + 1; px++) {
        const away = distance(strokes, px / unit, py / unit) * unit;
        const cover = half + 0.5 - away;
        if (cover > 0) raster.blend(left + px, top + py, { color, alpha: min(1, cover) });
      }
    }
  }
};
