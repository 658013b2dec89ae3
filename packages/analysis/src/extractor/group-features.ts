import type { FrameKernel } from '../stage/feature.types.js';
import type { FeatureName } from './extractor.types.js';
import type { ChosenFeature } from './plan-features.js';

/** Where values of a feature are in a row. */
interface FeaturePart {
  readonly name: FeatureName;
  readonly from: number;
  readonly to: number;
}

/** Features that look at the same samples. */
export interface FeatureGroup {
  /** Its rows are those of the features, one after the other. */
  readonly kernel: FrameKernel;
  readonly parts: readonly FeaturePart[];
}

/** What measures by blocks stays by itself. */
const keyOf = ({ framing, block }: FrameKernel, index: number): string =>
  JSON.stringify([framing, block && index]);

const join = (
  members: readonly ChosenFeature[],
  first: FrameKernel,
  nextFrame: () => void,
): FeatureGroup => {
  let size = 0;
  const parts = members.map(({ name, kernel }) => {
    const from = size;
    size += kernel.size;
    return { name, from, to: size, kernel, values: new Float64Array(kernel.size) };
  });
  if (parts.length === 1) {
    const process: FrameKernel['process'] = (samples, offset, row) => {
      nextFrame();
      first.process(samples, offset, row);
    };
    return { kernel: { ...first, process }, parts };
  }
  return {
    kernel: {
      framing: first.framing,
      size,
      process: (samples, offset, row): void => {
        nextFrame();
        for (const { kernel, values, from } of parts) {
          kernel.process(samples, offset, values);
          row.set(values, from);
        }
      },
    },
    parts,
  };
};

/** Puts features together whose frames are the same, so that these are cut once; `nextFrame` is called before each frame that is not of a block. */
export const groupFeatures = (
  chosen: readonly ChosenFeature[],
  nextFrame: () => void,
): readonly FeatureGroup[] => {
  const groups = new Map<string, [ChosenFeature, ...ChosenFeature[]]>();
  for (const [index, feature] of chosen.entries()) {
    const key = keyOf(feature.kernel, index);
    const group = groups.get(key);
    if (group) group.push(feature);
    else groups.set(key, [feature]);
  }
  return [...groups.values()].map((members) => join(members, members[0].kernel, nextFrame));
};
