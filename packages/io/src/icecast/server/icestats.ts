import type { Mount } from './create-mount.js';
import type { IcecastStatus, MountStatus } from './icecast-server.types.js';

const sourceOf = (path: string, status: MountStatus): object => {
  const { broadcast, source, title } = status;
  const bits = broadcast?.bitrate ?? broadcast?.measuredBitrate;
  return {
    listenurl: path,
    listeners: broadcast?.listeners.length ?? 0,
    server_type: broadcast?.mime,
    server_name: source?.name,
    server_description: source?.description,
    genre: source?.genre,
    server_url: source?.url,
    bitrate: bits === undefined ? undefined : Math.round(bits / 1000),
    samplerate: broadcast?.sampleRate,
    channels: broadcast?.channelCount,
    title,
    dummy: null,
  };
};

/** The figures as Icecast gives them in `status-json.xsl`: one source is an object, several an array. */
export const icestats = (status: IcecastStatus, mounts: ReadonlyMap<string, Mount>): string => {
  const playing = Object.entries(status.mounts)
    .filter(([path, mount]) => mount.playing !== 'nothing' && mounts.has(path))
    .map(([path, mount]) => sourceOf(path, mount));
  const source = playing.length === 1 ? playing[0] : playing;
  return JSON.stringify({
    icestats: { server_id: 'audioflow', ...(playing.length === 0 ? {} : { source }) },
  });
};
