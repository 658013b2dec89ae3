/** A piece of documentation that runs. */
export interface DocExample {
  /** Path relative to the top folder. */
  readonly file: string;
  /** Line of the first line of code, from 1. */
  readonly line: number;
  /** The code, on the same lines as in its file. */
  readonly code: string;
}

/** What an example printed at one `console.log`. */
export interface Printed {
  readonly line: number;
  readonly text: string;
}

/** How an example ended. */
export interface ExampleOutcome {
  readonly printed: readonly Printed[];
  /** Why it did not end well, if it did not. */
  readonly failure?: string;
}
