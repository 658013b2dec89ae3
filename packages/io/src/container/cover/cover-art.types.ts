/** The front cover of a recording. */
export interface CoverArt {
  /** What `data` is. */
  readonly mimeType: 'image/jpeg' | 'image/png';
  /** The picture file, as it is. */
  readonly data: Uint8Array;
}
