const MAX_TITLE = 1024;

/** A title, or the page of one, as a source or a relay says it, in a form that listeners may be told. */
export const titleLine = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_TITLE);
