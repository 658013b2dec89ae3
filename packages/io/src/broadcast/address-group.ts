import { isIPv6 } from 'node:net';

/** `::ffff:192.0.2.1`: an IPv4 address as an IPv6 socket shows it. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The four groups of a /64, of an address in any of its spellings. */
const networkOf = (address: string): string => {
  const [before = '', after] = address.split('::');
  const groups = before.split(':').filter((group) => group !== '');
  const tail = (after ?? '').split(':').filter((group) => group !== '');
  // A dotted end stands for two groups.
  const tailGroups = tail.length + (tail.at(-1)?.includes('.') ? 1 : 0);
  const missing = after === undefined ? 0 : Math.max(0, 8 - groups.length - tailGroups);
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...tail];
  const network = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
};

/**
 * What counts as one address: an IPv4 address, or the /64 of an IPv6 one, since whoever has one address
 * of it has all (RFC 6177). Anything else counts as it is.
 */
export const addressGroup = (address: string): string => {
  if (!address.includes(':')) return address;
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [bare = ''] = address.split('%');
  return isIPv6(bare) ? networkOf(bare) : address;
};
