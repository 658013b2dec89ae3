import { AudioFlowError } from '@audioflow/core';
import { colorAnchors } from './color-anchors.js';

/** Colour maps that grow evenly lighter to the eye; 'grey' is dark to light, 'grey-inverted' ink on paper. */
export type ColorMapName = 'viridis' | 'magma' | 'inferno' | 'cividis' | 'grey' | 'grey-inverted';

const { floor, round } = Math;
const SHADES = 256;
/** Shades from one anchor to the next. */
const STEP = 5;

const grey = Uint8Array.from({ length: 3 * SHADES }, (_, i) => floor(i / 3));

/** Colours between anchors. */
const between = (anchors: string): Uint8Array => {
  const colors = anchors.split(' ').map((text) => Number.parseInt(text, 16));
  const partOf = (anchor: number, channel: number): number =>
    ((colors[anchor] ?? 0) >> (16 - 8 * channel)) & 255;
  return Uint8Array.from({ length: 3 * SHADES }, (_, i) => {
    const place = floor(i / 3) / STEP;
    const low = partOf(floor(place), i % 3);
    const high = partOf(floor(place) + 1, i % 3);
    return place === floor(place) ? low : round(low + (high - low) * (place - floor(place)));
  });
};

/** The names of the colour maps, for schemas. */
export const colorMapNames: readonly ColorMapName[] = [
  'viridis',
  'magma',
  'inferno',
  'cividis',
  'grey',
  'grey-inverted',
];

/**
 * The 256 colours of a map: red, green and blue of shade i at 3 * i.
 *
 * Viridis, magma and inferno are S. van der Walt's and N. Smith's (matplotlib), cividis is of J. R. Nuñez, C. R. Anderton and R. S. Renslow,
 * 2018, for eyes that see red and green alike.
 *
 * @throws AudioFlowError `invalid-option` on a name that is none.
 *
 * @example
 * import { colorMap } from '@audioflow/analysis/picture';
 * const colors = colorMap('viridis');
 * console.log(colors.length, colors[0], colors[1], colors[2]); // 768 68 1 84
 */
export const colorMap = (name: ColorMapName): Uint8Array => {
  if (!colorMapNames.includes(name)) {
    throw new AudioFlowError(
      'invalid-option',
      `colorMap: expected one of ${colorMapNames.join(', ')}, got ${name}`,
    );
  }
  if (name === 'grey') return grey.slice();
  return name === 'grey-inverted' ? grey.toReversed() : between(colorAnchors[name]);
};
