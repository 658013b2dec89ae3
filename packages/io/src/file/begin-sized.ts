import type { OutputFile } from './output-file.types.js';

/** The head of a file with so many bytes of samples; its length is the same for each number. */
export type SizedHead = (bytes: number | undefined) => Uint8Array;

/**
 * Begins a file with a head that tells its size, which is unknown where the file cannot go back.
 *
 * @returns What pads the samples to an even number of bytes and writes the head again, at the end.
 */
export const beginSized = (file: OutputFile, head: SizedHead): (() => Promise<void>) => {
  const { random } = file;
  file.append(head(random === undefined ? undefined : 0));
  const start = file.size;
  return async () => {
    const bytes = file.size - start;
    if (bytes % 2 === 1) file.append(new Uint8Array(1));
    await random?.patch(head(bytes), 0);
  };
};
