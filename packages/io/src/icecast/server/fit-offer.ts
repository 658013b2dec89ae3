import type { Packet } from '@audioflow/core';
import type { Observable } from 'rxjs';
import type { Refusal } from '../../broadcast/refusal.js';
import type { Air } from './create-air.js';
import { decodePackets } from './decode-packets.js';
import { encodeFor } from './encode-for.js';
import type { MountSettings } from './icecast-options.js';
import type { SourceOffer } from './source-offer.js';

/** What a mount plays of a source: its packets, or these in the format of the mount, where it converts. */
export const fitOffer = (
  { onFormat, format: fixed, listeners }: MountSettings,
  air: Air,
  { format, label: { userAgent: _, ...label }, packets }: SourceOffer,
): Observable<Packet> | Refusal => {
  const refusal = air.prepare(format, label);
  if (refusal === undefined) return packets;
  if (onFormat === 'refuse') return refusal;
  const target = air.format ?? { ...format, ...fixed };
  const { bitrate: __, ...texts } = label;
  return air.prepare(target, texts) ?? encodeFor(target, listeners.bitrate)(decodePackets(packets));
};
