import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../packages/io/src/icecast/fixtures/run-program.js';

/** What a player has made of a stream. */
export interface Played {
  /** Decoded audio. */
  readonly seconds: number;
  /** What it showed as title; undefined for players that show none. */
  readonly title?: string | undefined;
  /** What it complained of. */
  readonly complaints: string;
}

/** Plays `seconds` of a stream of 44.1 kHz. */
export type Player = (url: string, seconds: number) => Promise<Played>;

const RATE = 44_100;
const WAV_HEAD = 44;

/** Gives `work` a folder that any user may write to. */
const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'players-'));
  await chmod(folder, 0o777);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The lines of what a program has said that speak of trouble. */
const troubles = (text: string, pattern: RegExp): string =>
  text
    .split(/[\r\n]+/)
    .filter((line) => pattern.test(line))
    .join('\n');

const decode = async (url: string, seconds: number): Promise<Played> => {
  const args = ['-nostdin', '-v', 'error', '-i', url, '-t', `${seconds}`, '-ac', '1'];
  const { stdout, stderr } = await runProgram('ffmpeg', [...args, '-f', 's16le', 'pipe:1']);
  return { seconds: stdout.length / 2 / RATE, complaints: stderr };
};

const ffprobe: Player = async (url, seconds) => {
  const entries = 'format_tags=StreamTitle:frame=nb_samples';
  const args = ['-v', 'error', '-of', 'json', '-read_intervals', `%+${seconds}`, '-show_frames'];
  const { stdout, stderr } = await runProgram('ffprobe', [...args, '-show_entries', entries, url]);
  const found = JSON.parse(stdout.toString());
  let samples = 0;
  for (const frame of found.frames) samples += Number(frame.nb_samples);
  return { seconds: samples / RATE, title: found.format.tags?.StreamTitle, complaints: stderr };
};

const mpv: Player = (url, seconds) =>
  inFolder(async (folder) => {
    const file = join(folder, 'mpv.wav');
    const sound = ['--no-video', '--ao=pcm', `--ao-pcm-file=${file}`, '--audio-format=s16'];
    const say = ['--msg-level=all=info', '--term-status-msg='];
    const args = ['--no-config', ...sound, `--end=${seconds}`, '--audio-channels=mono', ...say];
    const { stdout, stderr } = await runProgram('mpv', [...args, url]);
    const { length } = await readFile(file);
    return {
      seconds: (length - WAV_HEAD) / 2 / RATE,
      title: /icy-title: (.*)/.exec(stdout.toString())?.[1],
      complaints: stderr + troubles(stdout.toString(), /error|invalid|warn/i),
    };
  });

/** VLC does not run as root. */
const AS_NOBODY: readonly string[] =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];

/** Its AAC decoder says of every stream that the first frame gave no samples. */
const VLC_TROUBLE =
  /emulated s|(?:mpg123|mad|faad|mpegaudio|mpeg4audio|avcodec).* (?:error|warning): (?!decoded zero)/;

const vlc: Player = (url, seconds) =>
  inFolder(async (folder) => {
    const file = join(folder, 'vlc.wav');
    const out = `#transcode{acodec=s16l,channels=1,samplerate=${RATE}}:std{access=file,mux=wav,dst=${file}}`;
    const args = ['-vv', '--no-video', `--run-time=${seconds}`, '--sout', out, url, 'vlc://quit'];
    const command = [...AS_NOBODY, 'env', `HOME=${folder}`, 'LC_ALL=C.UTF-8', 'cvlc', ...args];
    const { stderr } = await runProgram(command[0] ?? '', command.slice(1));
    const { length } = await readFile(file);
    return {
      seconds: (length - WAV_HEAD) / 2 / RATE,
      title: /Icy-Title=(.*)/.exec(stderr)?.[1],
      complaints: troubles(stderr, VLC_TROUBLE),
    };
  });

const mpg123: Player = async (url, seconds) => {
  const frames = Math.ceil((seconds * RATE) / 1152);
  const args = ['-v', '-s', '-n', `${frames}`, '--mono', '--encoding', 's16', url];
  const { stdout, stderr } = await runProgram('mpg123', args);
  return {
    seconds: stdout.length / 2 / RATE,
    title: /StreamTitle='(.*?)';/.exec(stderr)?.[1],
    complaints: troubles(stderr, /error|warning|resync|invalid|skipped/i),
  };
};

/** As long as it takes in real time; what it got is decoded as a file. */
const curl: Player = (url, seconds) =>
  inFolder(async (folder) => {
    const { code, stdout } = await runProgram('curl', ['-sS', '-m', `${seconds}`, url]);
    const file = join(folder, 'curl');
    await writeFile(file, stdout);
    const played = await decode(file, seconds);
    // It is its time that ends it.
    return { ...played, complaints: played.complaints + (code === 28 ? '' : `exit ${code}`) };
  });

/** The players of a system, by name. */
export const PLAYERS: Readonly<Record<string, Player>> = {
  curl,
  ffmpeg: decode,
  ffprobe,
  mpg123,
  mpv,
  vlc,
};
