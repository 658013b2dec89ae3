import { type ChannelLayout, SPEAKER } from '../signal/index.js';

/** Weights of the inputs (columns) in the outputs (rows). */
export type MixMatrix = readonly (readonly number[])[];

/** Further bits of the speaker mask. */
const FRONT_LEFT_OF_CENTRE = 0x40;
const FRONT_RIGHT_OF_CENTRE = 0x80;
const BACK_CENTRE = 0x100;
const SIDE_LEFT = 0x200;
const SIDE_RIGHT = 0x400;

const HALF_POWER = Math.SQRT1_2;

const { frontLeft, frontRight, frontCentre, lowFrequency, backLeft, backRight } = SPEAKER;

type Share = readonly [speaker: number, weight: number];

/**
 * Where a speaker's signal goes when the output has no such speaker: the first line whose speakers
 * are all there. The weights are those of Recommendation ITU-R BS.775-3, annex 4, table 2; low
 * frequency effects are left out.
 */
const FALLBACKS: ReadonlyMap<number, readonly (readonly Share[])[]> = new Map([
  [frontLeft, [[[frontCentre, HALF_POWER]]]],
  [frontRight, [[[frontCentre, HALF_POWER]]]],
  [
    frontCentre,
    [
      [
        [frontLeft, HALF_POWER],
        [frontRight, HALF_POWER],
      ],
    ],
  ],
  [lowFrequency, [[]]],
  [FRONT_LEFT_OF_CENTRE, [[[frontLeft, 1]], [[frontCentre, HALF_POWER]]]],
  [FRONT_RIGHT_OF_CENTRE, [[[frontRight, 1]], [[frontCentre, HALF_POWER]]]],
  [backLeft, [[[SIDE_LEFT, 1]], [[frontLeft, HALF_POWER]], [[frontCentre, 0.5]]]],
  [backRight, [[[SIDE_RIGHT, 1]], [[frontRight, HALF_POWER]], [[frontCentre, 0.5]]]],
  [SIDE_LEFT, [[[backLeft, 1]], [[frontLeft, HALF_POWER]], [[frontCentre, 0.5]]]],
  [SIDE_RIGHT, [[[backRight, 1]], [[frontRight, HALF_POWER]], [[frontCentre, 0.5]]]],
  [
    BACK_CENTRE,
    [
      [
        [backLeft, HALF_POWER],
        [backRight, HALF_POWER],
      ],
      [
        [SIDE_LEFT, HALF_POWER],
        [SIDE_RIGHT, HALF_POWER],
      ],
      [
        [frontLeft, 0.5],
        [frontRight, 0.5],
      ],
      [[frontCentre, 0.5]],
    ],
  ],
]);

/** The speakers of a layout in the order of its channels, or nothing if the mask does not say them all. */
const speakersOf = ({ channelCount, mask }: ChannelLayout): readonly number[] | undefined => {
  const speakers: number[] = [];
  for (let bit = 1, rest = mask; rest > 0; bit *= 2, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) speakers.push(bit);
  }
  return speakers.length === channelCount ? speakers : undefined;
};

const sharesOf = (
  speaker: number,
  inputs: readonly number[],
  outputs: readonly number[],
): readonly Share[] | undefined => {
  if (outputs.includes(speaker)) return [[speaker, 1]];
  const shares = FALLBACKS.get(speaker)?.find((line) =>
    line.every(([output]) => outputs.includes(output)),
  );
  // A mono signal is not a centre beside others: it plays on both sides at its own level.
  if (inputs.length === 1 && speaker === frontCentre) return shares?.map(([to]) => [to, 1]);
  // Where both rear pairs become one, they meet at equal power.
  return shares?.map(([to, weight]) => [
    to,
    weight === 1 && inputs.includes(to) ? HALF_POWER : weight,
  ]);
};

/** Scales all rows alike, so that no output can exceed full scale. */
const normalized = (matrix: MixMatrix): MixMatrix => {
  const sums = matrix.map((row) => row.reduce((sum, weight) => sum + Math.abs(weight), 0));
  const largest = Math.max(1, ...sums);
  return matrix.map((row) => row.map((weight) => weight / largest));
};

/**
 * The matrix from one layout to another, or nothing when a mask does not tell where a channel
 * belongs.
 *
 * @param normalize True scales the whole matrix down so that the sum of no row is above 1.
 */
export const mixMatrix = (
  from: ChannelLayout,
  to: ChannelLayout,
  normalize: boolean,
): MixMatrix | undefined => {
  const inputs = speakersOf(from);
  const outputs = speakersOf(to);
  if (inputs === undefined || outputs === undefined) return undefined;
  const shares = inputs.map((speaker) => sharesOf(speaker, inputs, outputs));
  if (shares.includes(undefined)) return undefined;
  const matrix = outputs.map((output) =>
    shares.map((list) => list?.find(([speaker]) => speaker === output)?.[1] ?? 0),
  );
  return normalize ? normalized(matrix) : matrix;
};
