import { type Observable, ReplaySubject } from 'rxjs';
import type { IcyTitle } from '../../icy/encode-icy-block.js';
import type { IcecastTitle } from './open-icecast.types.js';

/** Titles that wait for the reader to come to them. */
export interface TitleTrack {
  /** A title that holds from `pts` on. */
  put(pts: number, title: IcyTitle): void;
  /** The reader gets the packet at `pts`. */
  reach(pts: number): void;
  end(): void;
  /** The current title first, and completes with the packets. */
  readonly titles: Observable<IcecastTitle>;
}

/** A title is told once, however often a station repeats it; of several at one packet the last counts. */
export const createTitleTrack = (): TitleTrack => {
  const subject = new ReplaySubject<IcecastTitle>(1);
  let waiting: IcecastTitle[] = [];
  let last: IcyTitle | undefined;
  return {
    titles: subject.asObservable(),
    put(pts, { title, url }) {
      if (last !== undefined && last.title === title && last.url === url) return;
      last = { title, ...(url === undefined ? {} : { url }) };
      if (waiting.at(-1)?.pts === pts) waiting.pop();
      waiting.push({ pts, ...last });
    },
    reach(pts) {
      if (waiting.length === 0) return;
      const due = waiting.filter((title) => title.pts <= pts);
      if (due.length === 0) return;
      waiting = waiting.filter((title) => title.pts > pts);
      for (const title of due) subject.next(title);
    },
    end: () => subject.complete(),
  };
};
