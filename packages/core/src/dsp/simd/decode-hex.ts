/** Bytes of hexadecimal digits, two each. Unlike base64 they leave bytes whole, so that a compressed bundle is smaller. */
export const decodeHex = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  );
