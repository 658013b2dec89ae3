import { AudioFlowError } from '@audioflow/core';
import { nodeModules } from '../child/node-modules.js';
import { type ProbedFfmpeg, probeFfmpeg } from './probe-ffmpeg.js';

/** What an `ffmpeg` is looked for to do: one of these encoders or decoders. */
export interface FfmpegNeed {
  readonly kind: 'encoder' | 'decoder';
  /** FFmpeg's names, the preferred one first. */
  readonly names: readonly string[];
}

/** An `ffmpeg` that can do it. */
export interface FoundFfmpeg {
  readonly path: string;
  /** The encoder or decoder to use. */
  readonly name: string;
}

/** A place where a program may be: a path to try, or why there is none. */
interface Place {
  readonly source: string;
  readonly path?: string;
  readonly missing?: string;
}

/** How to get an ffmpeg, for messages. */
export const FFMPEG_MEND =
  "apt-get install ffmpeg (or your system's way), npm install ffmpeg-static, or set FFMPEG_PATH";

const fromStatic = async (): Promise<Place> => {
  const source = 'ffmpeg-static';
  // No literal: compilers and bundlers would look for what need not be there.
  const name: string = source;
  try {
    const loaded: { readonly default?: unknown } = await import(name);
    const path = loaded.default;
    if (typeof path === 'string') return { source, path };
    return { source, missing: 'it has no program for this system' };
  } catch {
    return { source, missing: 'not installed' };
  }
};

const fromPath = (): Place => {
  const { fs, path } = nodeModules;
  const program = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((part) => part !== '');
  const found = folders
    .map((folder) => path.join(folder, program))
    .find((file) => fs.existsSync(file));
  return found === undefined
    ? { source: 'PATH', missing: `no ${program} in it` }
    : { source: 'PATH', path: found };
};

const fromEnvironment = (): Place => {
  const path = process.env['FFMPEG_PATH'];
  if (path === undefined || path === '') return { source: 'FFMPEG_PATH', missing: 'not set' };
  return { source: 'FFMPEG_PATH', path };
};

/** The places in their order; one that the caller names is the only one. */
const placesOf = async function* (named: string | undefined): AsyncGenerator<Place> {
  if (named !== undefined) {
    yield { source: 'ffmpegPath', path: named };
    return;
  }
  yield fromEnvironment();
  yield await fromStatic();
  yield fromPath();
};

const tryPlace = async (path: string): Promise<ProbedFfmpeg | string> => {
  const { fs } = nodeModules;
  if (!fs.existsSync(path)) return 'there is no such file';
  try {
    fs.accessSync(path, fs.constants.X_OK);
  } catch {
    return 'it may not be run';
  }
  try {
    return await probeFfmpeg(path);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    return `it does not run: ${reason}`;
  }
};

/**
 * Finds the `ffmpeg` to use: the one named, or the first of `FFMPEG_PATH`, ffmpeg-static and `PATH` that
 * is there, runs, and has what is needed.
 *
 * @throws AudioFlowError `unavailable` where none runs, `unsupported` where some do but lack the codec:
 * what was tried, and how to get it.
 */
export const findFfmpeg = async (
  need: FfmpegNeed,
  named: string | undefined,
): Promise<FoundFfmpeg> => {
  const tried: string[] = [];
  let ran = false;
  for await (const { source, path, missing } of placesOf(named)) {
    if (path === undefined) {
      tried.push(`${source}: ${missing}`);
      continue;
    }
    const found = await tryPlace(path);
    if (typeof found === 'string') {
      tried.push(`${source} ${path}: ${found}`);
      continue;
    }
    ran = true;
    const has = need.kind === 'encoder' ? found.encoders : found.decoders;
    const name = need.names.find((candidate) => has.has(candidate));
    if (name !== undefined) return { path, name };
    tried.push(`${source} ${path}: it lacks the ${need.kind} ${need.names.join(' or ')}`);
  }
  throw new AudioFlowError(
    ran ? 'unsupported' : 'unavailable',
    `process engine: expected an ffmpeg with the ${need.kind} ${need.names.join(' or ')}; tried ` +
      `${tried.join('; ')}. To get it: ${FFMPEG_MEND}`,
    { details: { engine: 'process', tried } },
  );
};
