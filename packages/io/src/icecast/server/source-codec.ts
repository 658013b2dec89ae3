/** Codecs that sources send as a bare stream. */
export type SourceCodec = 'mp3' | 'aac';

const CODECS: Readonly<Record<string, SourceCodec>> = {
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/mpeg3': 'mp3',
  'audio/x-mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/aacp': 'aac',
  'audio/x-aac': 'aac',
  'audio/x-hx-aac-adts': 'aac',
};

/** The codec that a `Content-Type` names; undefined for what is not streamed here. */
export const sourceCodec = (contentType: string): SourceCodec | undefined => {
  const [type = ''] = contentType.split(';', 1);
  const name = type.trim().toLowerCase();
  return Object.hasOwn(CODECS, name) ? CODECS[name] : undefined;
};
