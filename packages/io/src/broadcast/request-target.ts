import type { IncomingMessage } from 'node:http';

/** Path and query of a request; undefined when its target is no path. */
export const requestTarget = (request: IncomingMessage): URL | undefined => {
  const target = request.url ?? '';
  if (!target.startsWith('/')) return undefined;
  // With a fixed origin in front, a target such as `//evil` stays a path.
  const url = `http://localhost${target}`;
  return URL.canParse(url) ? new URL(url) : undefined;
};
