/** A mark on an axis. */
export interface Tick {
  /** 0 at the beginning of the axis, 1 at its end. */
  readonly place: number;
  readonly text: string;
}

/** How long an axis is, and how large its text, in pixels. */
export interface AxisSize {
  readonly pixels: number;
  readonly textSize: number;
}
