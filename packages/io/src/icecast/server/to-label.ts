import type { AirLabel } from './create-air.js';

type Undefinable<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** What is known of a stream, without what is not. */
export const toLabel = (said: Undefinable<AirLabel>): AirLabel => {
  const { bitrate, name, description, genre, url, isPublic } = said;
  return {
    ...(bitrate === undefined ? {} : { bitrate }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(genre === undefined ? {} : { genre }),
    ...(url === undefined ? {} : { url }),
    ...(isPublic === undefined ? {} : { isPublic }),
  };
};
