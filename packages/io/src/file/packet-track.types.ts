import type { AttachedPicture, ContainerName, Tags } from '../container/index.js';
import type { Mp4Layout } from '../container/native/index.js';

/** What a file of packets is made with. */
export interface PacketTrackOptions {
  readonly owner: string;
  readonly container: ContainerName;
  readonly tags: Tags;
  readonly cover?: AttachedPicture | undefined;
  readonly mp4?: Mp4Layout | undefined;
  /** Speaker mask of uncompressed audio. */
  readonly channelMask?: number | undefined;
}
