const signatures: readonly (readonly [string, string])[] = [
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/png', '\x89PNG'],
  ['image/gif', 'GIF8'],
  ['image/bmp', 'BM'],
  ['image/webp', 'RIFF'],
];

/** The MIME type of a picture by its first bytes; undefined for what is none that is known. */
export const imageType = (bytes: Uint8Array): string | undefined => {
  const begin = String.fromCharCode(...bytes.subarray(0, 4));
  return signatures.find(([, signature]) => begin.startsWith(signature))?.[0];
};
