/** The containers that are written. `adts` and `raw` hold AAC and samples with nothing around them. */
export type ContainerName =
  | 'wav'
  | 'mp3'
  | 'adts'
  | 'raw'
  | 'mp4'
  | 'ogg'
  | 'flac'
  | 'webm'
  | 'matroska'
  | 'caf'
  | 'aiff'
  | 'wavpack';

/** Where the pictures of a container's covers go; absent where it has no place for one. */
export type CoverPlace = 'id3' | 'comment' | 'picture' | 'attachment';

/** What there is to know of a container before one is written. */
export interface Container {
  readonly extensions: readonly string[];
  /** Codecs that it takes. */
  readonly codecs: readonly string[];
  /** Whether it can say that samples at the start and the end are not to be heard. */
  readonly trims: boolean;
  readonly cover?: CoverPlace;
  /** Whether it can be written without going back, to a pipe or a socket. */
  readonly live: boolean;
}

const compressed = ['aac', 'mp3', 'opus', 'vorbis', 'flac', 'alac', 'ac3', 'eac3'];

export const CONTAINERS: Readonly<Record<ContainerName, Container>> = {
  wav: {
    extensions: ['.wav', '.wave'],
    codecs: ['pcm', 'mulaw', 'alaw'],
    trims: false,
    cover: 'id3',
    live: true,
  },
  mp3: { extensions: ['.mp3'], codecs: ['mp3'], trims: true, cover: 'id3', live: true },
  adts: { extensions: ['.aac', '.adts'], codecs: ['aac'], trims: true, cover: 'id3', live: true },
  raw: { extensions: ['.pcm', '.raw'], codecs: ['pcm'], trims: false, live: true },
  mp4: {
    extensions: ['.m4a', '.mp4', '.m4b'],
    codecs: compressed.filter((codec) => codec !== 'vorbis'),
    trims: true,
    cover: 'picture',
    live: true,
  },
  ogg: {
    extensions: ['.ogg', '.oga', '.opus'],
    codecs: ['opus', 'vorbis', 'flac'],
    trims: true,
    cover: 'comment',
    live: true,
  },
  flac: { extensions: ['.flac'], codecs: ['flac'], trims: false, cover: 'picture', live: true },
  webm: { extensions: ['.webm'], codecs: ['opus', 'vorbis'], trims: true, live: true },
  matroska: {
    extensions: ['.mka', '.mkv'],
    codecs: [...compressed, 'wavpack', 'pcm'],
    trims: true,
    cover: 'attachment',
    live: true,
  },
  caf: {
    extensions: ['.caf'],
    codecs: ['pcm', 'alac', 'mulaw', 'alaw'],
    trims: false,
    live: false,
  },
  aiff: {
    extensions: ['.aiff', '.aif', '.aifc'],
    codecs: ['pcm', 'mulaw', 'alaw'],
    trims: false,
    cover: 'picture',
    live: false,
  },
  wavpack: { extensions: ['.wv'], codecs: ['wavpack'], trims: false, live: false },
};

/** The names, for the schemas of options. */
export const CONTAINER_NAMES: readonly ContainerName[] = [
  'wav',
  'mp3',
  'adts',
  'raw',
  'mp4',
  'ogg',
  'flac',
  'webm',
  'matroska',
  'caf',
  'aiff',
  'wavpack',
];
