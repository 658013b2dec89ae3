/** A picture in a file's tags. */
export interface CoverArt {
  /** `image/jpeg`, `image/png`...: only these two are written. */
  readonly mimeType: string;
  /** What it shows: `front cover`, `back cover`, `artist`..., as ID3v2's list of picture types has it. */
  readonly kind?: string | undefined;
  readonly description?: string | undefined;
  /** The picture file. */
  readonly data: Uint8Array;
}
