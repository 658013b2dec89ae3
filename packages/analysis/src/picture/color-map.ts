import { AudioFlowError } from '@audioflow/core';
import {
  interpolateCividis,
  interpolateInferno,
  interpolateMagma,
  interpolateViridis,
} from 'd3-scale-chromatic';

/** Colour maps that grow evenly lighter to the eye; 'grey' is dark to light, 'grey-inverted' ink on paper. */
export type ColorMapName = 'viridis' | 'magma' | 'inferno' | 'cividis' | 'grey' | 'grey-inverted';

const SHADES = 256;

const grey = (level: number): string => {
  const part = Math.round(255 * level);
  return `rgb(${part}, ${part}, ${part})`;
};

const maps: ReadonlyMap<string, (place: number) => string> = new Map<
  ColorMapName,
  (place: number) => string
>([
  ['viridis', interpolateViridis],
  ['magma', interpolateMagma],
  ['inferno', interpolateInferno],
  ['cividis', interpolateCividis],
  ['grey', grey],
  ['grey-inverted', (place) => grey(1 - place)],
]);

/** The names of the colour maps, for schemas. */
export const colorMapNames: readonly ColorMapName[] = [
  'viridis',
  'magma',
  'inferno',
  'cividis',
  'grey',
  'grey-inverted',
];

/** Red, green and blue of `#rrggbb` or `rgb(r, g, b)`. */
const parse = (text: string): number[] =>
  text.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16))
    : (text.match(/\d+/g) ?? []).map(Number);

/**
 * The 256 colours of a map: red, green and blue of shade i at 3 * i.
 *
 * Viridis, magma and inferno are S. van der Walt's and N. Smith's (matplotlib), cividis is of J. Nuñez, C. Anderton and R. Renslow, 2018,
 * for eyes that see red and green alike; all as d3-scale-chromatic has them.
 *
 * @throws AudioFlowError `invalid-option` on a name that is none.
 *
 * @example
 * import { colorMap } from '@audioflow/analysis/picture';
 * const colors = colorMap('viridis');
 * console.log(colors.length, colors[0], colors[1], colors[2]); // 768 68 1 84
 */
export const colorMap = (name: ColorMapName): Uint8Array => {
  const map = maps.get(name);
  if (!map) {
    throw new AudioFlowError(
      'invalid-option',
      `colorMap: expected one of ${colorMapNames.join(', ')}, got ${name}`,
    );
  }
  const colors = new Uint8Array(3 * SHADES);
  for (let i = 0; i < SHADES; i++) colors.set(parse(map(i / (SHADES - 1))), 3 * i);
  return colors;
};
