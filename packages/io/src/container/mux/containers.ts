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
  /** Where it can say that samples are not to be heard. */
  readonly trims: 'both' | 'end' | 'none';
  readonly cover?: CoverPlace;
  /** Whether it can be written without going back, to a pipe or a socket. */
  readonly live: boolean;
}

const compressed = ['aac', 'mp3', 'opus', 'vorbis', 'flac', 'alac', 'ac3', 'eac3'];

export const CONTAINERS: Readonly<Record<ContainerName, Container>> = {
  wav: {
    extensions: ['.wav', '.wave'],
    codecs: ['pcm', 'mulaw', 'alaw', 'adpcm_ima_wav'],
    trims: 'end',
    cover: 'id3',
    live: true,
  },
  mp3: { extensions: ['.mp3'], codecs: ['mp3'], trims: 'both', cover: 'id3', live: true },
  adts: { extensions: ['.aac', '.adts'], codecs: ['aac'], trims: 'both', cover: 'id3', live: true },
  raw: { extensions: ['.pcm', '.raw'], codecs: ['pcm'], trims: 'none', live: true },
  mp4: {
    extensions: ['.m4a', '.mp4', '.m4b'],
    codecs: compressed.filter((codec) => codec !== 'vorbis'),
    trims: 'both',
    cover: 'picture',
    live: true,
  },
  ogg: {
    extensions: ['.ogg', '.oga', '.opus'],
    codecs: ['opus', 'vorbis', 'flac'],
    trims: 'both',
    cover: 'comment',
    live: true,
  },
  flac: { extensions: ['.flac'], codecs: ['flac'], trims: 'none', cover: 'picture', live: true },
  webm: { extensions: ['.webm'], codecs: ['opus', 'vorbis'], trims: 'both', live: true },
  matroska: {
    extensions: ['.mka', '.mkv'],
    codecs: [...compressed, 'wavpack', 'pcm'],
    trims: 'both',
    cover: 'attachment',
    live: true,
  },
  caf: {
    extensions: ['.caf'],
    codecs: ['pcm', 'alac', 'mulaw', 'alaw'],
    trims: 'end',
    live: false,
  },
  aiff: {
    extensions: ['.aiff', '.aif', '.aifc'],
    codecs: ['pcm', 'mulaw', 'alaw'],
    trims: 'none',
    cover: 'picture',
    live: false,
  },
  wavpack: { extensions: ['.wv'], codecs: ['wavpack'], trims: 'none', live: false },
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
