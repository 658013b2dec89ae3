import { nodeModules } from '../child/node-modules.js';

/** An `ffmpeg` program that runs, and what it can do. */
export interface ProbedFfmpeg {
  readonly path: string;
  readonly encoders: ReadonlySet<string>;
  readonly decoders: ReadonlySet<string>;
}

const PROBE_MS = 10_000;

const ask = (path: string, question: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { timeout: PROBE_MS, maxBuffer: 1 << 23, windowsHide: true };
    const args = ['-hide_banner', '-v', 'error', question];
    nodeModules.childProcess.execFile(path, args, options, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(error);
    });
  });

/** The names in a table of codecs: ` A....D libmp3lame  libmp3lame MP3 (...)`. */
const namesIn = (table: string): ReadonlySet<string> =>
  new Set([...table.matchAll(/^ A[A-Z.]{5} (\S+)/gm)].map(([, name = '']) => name));

const probe = async (path: string): Promise<ProbedFfmpeg> => {
  const [version, encoders, decoders] = await Promise.all(
    ['-version', '-encoders', '-decoders'].map((question) => ask(path, question)),
  );
  if (!version?.startsWith('ffmpeg version')) throw new Error('it is not ffmpeg');
  return { path, encoders: namesIn(encoders ?? ''), decoders: namesIn(decoders ?? '') };
};

const known = new Map<string, Promise<ProbedFfmpeg>>();

/** Asks a program once what it can do; again only if the file has changed, or did not run. */
export const probeFfmpeg = async (path: string): Promise<ProbedFfmpeg> => {
  const { mtimeMs } = nodeModules.fs.statSync(path);
  const key = `${path} ${mtimeMs}`;
  let found = known.get(key);
  if (found === undefined) {
    found = probe(path);
    known.set(key, found);
  }
  try {
    return await found;
  } catch (error) {
    known.delete(key);
    throw error;
  }
};
