/** What a client says who it is. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

const BASIC = /^basic +([A-Za-z0-9+/]+={0,2})$/i;
const MAX_LENGTH = 2048;

/** Reads an `Authorization` header of the Basic scheme (RFC 7617); undefined for anything else. */
export const parseBasicAuth = (header: string | undefined): Credentials | undefined => {
  if (header === undefined || header.length > MAX_LENGTH) return undefined;
  const encoded = BASIC.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
};
