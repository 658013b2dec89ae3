import { headerText } from './header-text.js';
import type { SourceOffer } from './source-offer.js';
import { toLabel } from './to-label.js';

const MAX_TEXT = 256;

const textOf = (headers: ReadonlyMap<string, string>, name: string): string | undefined =>
  // Listeners get it in a header again: nothing that controls, and not too long.
  headerText(headers.get(`ice-${name}`) ?? headers.get(`icy-${name}`))
    ?.replace(/\p{Cc}+/gu, ' ')
    .slice(0, MAX_TEXT);

/** Kilobits per second, as sources state them in one header or the other. */
const bitrateOf = (headers: ReadonlyMap<string, string>): number | undefined => {
  const info = headers.get('ice-audio-info') ?? '';
  const stated = headers.get('ice-bitrate') ?? /(?:^|;)\s*(?:ice-)?bitrate=([^;]*)/.exec(info)?.[1];
  const kilobits = Number.parseFloat(stated ?? '');
  return kilobits >= 1 && kilobits <= 1000 ? Math.round(kilobits * 1000) : undefined;
};

/** What the headers of a source say of its stream. */
export const sourceLabel = (headers: ReadonlyMap<string, string>): SourceOffer['label'] => {
  const [name, description, genre, url] = ['name', 'description', 'genre', 'url'].map((key) =>
    textOf(headers, key),
  );
  const userAgent = headerText(headers.get('user-agent'))?.slice(0, MAX_TEXT);
  const isPublic = headers.get('ice-public') === '1';
  return {
    ...toLabel({ bitrate: bitrateOf(headers), name, description, genre, url, isPublic }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
};
