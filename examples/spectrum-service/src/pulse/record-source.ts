import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  AudioFlowError,
  type AudioFrame,
  createAudioFormat,
  createFrame,
  deinterleave,
  fromPull,
  type PcmStream,
} from '@audioflow/core';
import { watchSource } from './watch-source.js';

const SAMPLE_RATE = 48_000;
const FORMAT = createAudioFormat({ sampleRate: SAMPLE_RATE, sampleType: 'f32', channelCount: 2 });
/** Of both channels. */
const SAMPLE_BYTES = 8;
const LATENCY_MS = 10;
const ERROR_CHARACTERS = 500;

/** What is recorded. */
export interface RecordSource {
  /** The server's name of it. */
  readonly source: string;
  /** For people. */
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
}

async function* record(
  { source, name, env }: RecordSource,
  signal: AbortSignal,
): AsyncGenerator<AudioFrame> {
  const format = [`--format=float32le`, `--rate=${SAMPLE_RATE}`, '--channels=2'];
  const args = ['--raw', ...format, `--latency-msec=${LATENCY_MS}`, `--device=${source}`];
  const child = spawn('parec', args, {
    env: { ...env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (part: Buffer) => {
    words = (words + part.toString()).slice(-ERROR_CHARACTERS);
  });
  // Rejects where it has not even begun.
  const gone = once(child, 'close').catch((error: Error) => {
    words = error.message;
  });
  const kill = (): void => void child.kill();
  // Leaving has to end a wait for sound that never comes.
  signal.addEventListener('abort', kill, { once: true });
  const over = new AbortController();
  const onGone = (): void => {
    words = 'it is no more';
    kill();
  };
  const watched = watchSource({ source, env, signal: over.signal, onGone });
  try {
    let rest = Buffer.alloc(0);
    let pts = 0;
    for await (const part of child.stdout) {
      const bytes = rest.length === 0 ? part : Buffer.concat([rest, part]);
      const whole = bytes.length - (bytes.length % SAMPLE_BYTES);
      rest = bytes.subarray(whole);
      if (whole === 0) continue;
      const channels = deinterleave(bytes.subarray(0, whole), FORMAT);
      yield createFrame(channels, { sampleRate: SAMPLE_RATE, pts });
      pts += whole / SAMPLE_BYTES;
    }
    await gone;
    throw new AudioFlowError(
      'device-lost',
      `${name}: ${words.trim() || 'the recording has ended'}`,
    );
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
    over.abort();
    await Promise.all([gone, watched]);
  }
}

/** A source of the sound server as it is recorded by `parec`, in stereo at 48 kHz. */
export const recordSource = (options: RecordSource): PcmStream =>
  fromPull((signal) => record(options, signal), { name: 'parec' });
