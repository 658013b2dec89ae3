import type { Packet } from '@audioflow/core';
import type { Observable } from 'rxjs';
import type { BroadcastTitle } from '../../broadcast/index.js';
import type { Refusal } from '../../broadcast/refusal.js';
import type { AirFormat, AirLabel } from './create-air.js';
import type { SourceStatus } from './icecast-server.types.js';

/** A source that wants to be on the air, whichever way it came. */
export interface SourceOffer extends Pick<SourceStatus, 'kind' | 'remote'> {
  readonly format: AirFormat;
  readonly label: AirLabel & Pick<SourceStatus, 'userAgent'>;
  /** Subscribed once it is on the air. */
  readonly packets: Observable<Packet>;
  readonly metadata?: Observable<BroadcastTitle> | undefined;
  /** Told why it is not wanted, or no longer. */
  dismiss(refusal: Refusal): void;
}
