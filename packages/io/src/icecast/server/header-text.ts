/** The text of a header: UTF-8 where its bytes are that, else the Latin-1 that HTTP had once. */
export const headerText = (latin1: string | undefined): string | undefined => {
  if (latin1 === undefined || latin1 === '') return undefined;
  const bytes = Buffer.from(latin1, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return latin1;
  }
};
