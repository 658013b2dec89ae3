import type { Packet } from '@audioflow/core';
import type { ContainerName } from '../../mux/containers.js';

/** How an MP4 file is laid out: its index before the sound, behind it, or in pieces of half a second. */
export type Mp4Layout = 'faststart' | 'index-last' | 'fragmented';

/** Which muxer of FFmpeg makes a container, and how it is set. */
export interface MuxPlan {
  readonly muxer: string;
  readonly options: Readonly<Record<string, string>>;
}

/** How the container is wanted. */
export interface MuxWish {
  readonly container: ContainerName;
  /** False for a pipe or a socket. */
  readonly seekable: boolean;
  readonly mp4: Mp4Layout;
}

const muxers: Readonly<Record<ContainerName, string>> = {
  wav: 'wav',
  mp3: 'mp3',
  adts: 'adts',
  raw: 'data',
  mp4: 'mp4',
  ogg: 'ogg',
  flac: 'flac',
  webm: 'webm',
  matroska: 'matroska',
  caf: 'caf',
  aiff: 'aiff',
  wavpack: 'wv',
};

/** Microseconds: what a listener waits at most for what has been said. */
const FRAGMENT = '500000';
const PAGE = '200000';

const mp4Plan = ({ sampleRate, codec }: Packet, layout: Mp4Layout): MuxPlan => {
  // Edit lists count in this: any other unit would round the length.
  const exact = { movie_timescale: String(sampleRate) };
  if (layout === 'fragmented') {
    return {
      muxer: 'mp4',
      options: {
        ...exact,
        movflags: '+delay_moov+default_base_moof+skip_trailer',
        frag_duration: FRAGMENT,
      },
    };
  }
  // iTunes and phones take an M4A brand for music.
  return { muxer: codec === 'aac' || codec === 'alac' ? 'ipod' : 'mp4', options: exact };
};

/** The muxer for packets like `first`. */
export const muxPlan = (first: Packet, { container, seekable, mp4 }: MuxWish): MuxPlan => {
  const muxer = muxers[container];
  switch (container) {
    case 'mp4':
      return mp4Plan(first, mp4);
    case 'ogg':
      return { muxer, options: seekable ? {} : { page_duration: PAGE } };
    case 'webm':
    case 'matroska':
      return { muxer, options: seekable ? {} : { live: '1', cluster_time_limit: '500' } };
    case 'wav':
      return { muxer, options: { rf64: 'auto' } };
    case 'aiff':
      return { muxer, options: { write_id3v2: '1' } };
    default:
      return { muxer, options: {} };
  }
};
