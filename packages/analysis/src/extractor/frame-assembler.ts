import type { AudioFrame } from '@audioflow/core';
import { checkChannel } from '../stage/check-channel.js';
import { createKernelRows } from '../stage/kernel-rows.js';
import type { Emit, Measurement } from '../stage/measurement.js';
import type { Samples } from '../stage/mono.js';
import type { BufferPool } from './buffer-pool.js';
import type { ExtractedFrame, FeatureLayout } from './extractor.types.js';
import type { FeatureGroup } from './group-features.js';
import { viewFeatures } from './layout-of.js';

/** What frames are put together of. */
export interface Assembly {
  readonly groups: readonly FeatureGroup[];
  readonly layout: readonly FeatureLayout[];
  readonly hopLength: number;
  readonly channel: number | undefined;
  readonly pool: BufferPool;
}

/** Samples that all features look at before frames go out. */
const PART = 4096;

interface Slot {
  readonly frame: ExtractedFrame;
  missing: number;
}

/**
 * Measures one unbroken stretch: features that look at the same samples share their frames, and frame k goes out when all features have it. What one lacks at the end
 * is left out of all.
 */
export const createAssembler = (
  owner: string,
  first: AudioFrame,
  { groups, layout, hopLength, channel, pool }: Assembly,
): Measurement<ExtractedFrame> => {
  checkChannel(owner, first.channels.length, channel);
  const { sampleRate } = first;
  /** Frames that some features have and others do not yet. */
  const slots: Slot[] = [];
  let sent = 0;

  const slotAt = (index: number): Slot => {
    const known = slots[index - sent];
    if (known !== undefined) return known;
    const buffer = pool.take();
    const values = viewFeatures(layout, buffer);
    const pts = first.pts + index * hopLength;
    const slot = { frame: { pts, sampleRate, values, buffer }, missing: groups.length };
    slots.push(slot);
    return slot;
  };
  const lanes = groups.map(({ kernel, parts }) => {
    const rows = createKernelRows(kernel);
    let index = 0;
    const take = (row: Samples): void => {
      const slot = slotAt(index);
      for (const { name, from, to } of parts) {
        slot.frame.values[name]?.set(parts.length === 1 ? row : row.subarray(from, to));
      }
      slot.missing -= 1;
      index += 1;
    };
    return { rows, take };
  });
  const send = (emit: Emit<ExtractedFrame>): void => {
    while (slots[0]?.missing === 0) {
      const slot = slots.shift();
      sent += 1;
      if (slot !== undefined) emit(slot.frame);
    }
  };
  return {
    push: (frame, emit): void => {
      // In parts, so that what is done goes out before more is begun, however long the block.
      for (let from = 0; from < frame.length; from += PART) {
        const part = frame.channels.map((plane) => plane.subarray(from, from + PART));
        for (const { rows, take } of lanes) rows.push(part, channel, take);
        send(emit);
      }
    },
    flush: (emit): void => {
      // What is done goes out at once, so that who has had enough can say so.
      for (const { rows, take } of lanes) {
        rows.flush((row) => {
          take(row);
          send(emit);
        });
      }
      for (const { frame } of slots.splice(0)) pool.give(frame.buffer);
    },
  };
};
