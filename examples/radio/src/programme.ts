import { AudioFlowError, continuousTime, type PcmStream, tune } from '@audioflow/core';
import { readAudio } from '@audioflow/io';
import { fromEvent, repeat, takeUntil, takeWhile, throwIfEmpty } from 'rxjs';

/** What is on. */
export interface ProgrammeOptions {
  /** An audio file; without one a little tune plays. */
  readonly file?: string | undefined;
  /** Ends with the file instead of beginning again. */
  readonly once: boolean;
  /** Ends after so many seconds; 0: no limit. */
  readonly seconds: number;
}

const noAudio = (file: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `${file}: expected some audio, got none`);

const looped = (file: string, once: boolean): PcmStream => {
  const audio = readAudio(file).pipe(throwIfEmpty(() => noAudio(file)));
  return once ? audio : audio.pipe(repeat());
};

/** The audio of the programme, at the rate it has, until it ends or `stop` aborts. */
export const programme = (options: ProgrammeOptions, stop: AbortSignal): PcmStream => {
  const { file, once, seconds } = options;
  const audio = file === undefined ? tune() : looped(file, once);
  const limit = seconds === 0 ? Number.POSITIVE_INFINITY : seconds;
  return audio.pipe(
    continuousTime(),
    takeWhile(({ pts, sampleRate }) => pts < limit * sampleRate),
    takeUntil(fromEvent(stop, 'abort')),
  );
};
