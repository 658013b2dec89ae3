const decodeText = (bytes: Buffer, charset: string | undefined): string => {
  if (charset !== undefined && /^(?:iso-?8859-?1|latin-?1|windows-1252|cp1252)$/i.test(charset)) {
    return bytes.toString('latin1');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Old clients send Latin-1 without saying so; their bytes are as a rule no UTF-8.
    return bytes.toString('latin1');
  }
};

const bytesOf = (text: string): Buffer =>
  Buffer.from(
    text
      .replaceAll('+', ' ')
      .replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    'latin1',
  );

/**
 * The parameters of a request's target, whose escapes may stand for UTF-8 or, where `charset` says so or
 * they are nothing else, for Latin-1. The first of a name counts.
 */
export const parseRawQuery = (target: string): ReadonlyMap<string, string> => {
  const at = target.indexOf('?');
  const pairs = at < 0 ? [] : target.slice(at + 1).split('&', 64);
  const raw = new Map<string, Buffer>();
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals <= 0) continue;
    const name = pair.slice(0, equals);
    if (!raw.has(name)) raw.set(name, bytesOf(pair.slice(equals + 1)));
  }
  const charset = raw.get('charset')?.toString('latin1');
  return new Map([...raw].map(([name, bytes]) => [name, decodeText(bytes, charset)]));
};
