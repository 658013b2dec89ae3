import { MPEG_BITRATES, versionOfRate } from '@audioflow/codecs/bitstream';
import { Command } from 'commander';
import * as z from 'zod';

/** Rates that both mp3 and aac have. */
const RATES = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];

const number = <T extends z.ZodType<unknown, number>>(inner: T) =>
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, 'expected a number')
    .transform(Number)
    .pipe(inner);
const port = number(z.int().min(0, 'expected 0 to 65535').max(65_535, 'expected 0 to 65535'));
const seconds = number(z.number().nonnegative('expected 0 or more'));

const schema = z
  .strictObject({
    mode: z.enum(['demo', 'server', 'sender'], 'expected demo, server or sender'),
    host: z.string().min(1, 'expected a host name or address'),
    httpPort: port,
    ingestPort: port,
    codec: z.enum(['auto', 'mp3', 'aac', 'pcm'], 'expected auto, mp3, aac or pcm'),
    sampleRate: number(
      z.number().refine((rate) => RATES.includes(rate), `expected one of ${RATES.join(', ')}`),
    ),
    channels: number(z.int().min(1, 'expected 1 or 2').max(2, 'expected 1 or 2')),
    chunkSamples: number(
      z.int().min(32, 'expected 32 to 48000').max(48_000, 'expected 32 to 48000'),
    ),
    bitrate: number(
      z.int().min(8000, 'expected 8000 to 320000').max(320_000, 'expected 8000 to 320000'),
    ),
    seconds,
    runFor: seconds,
    file: z.string().min(1, 'expected a path').optional(),
    once: z.boolean(),
    token: z.string().min(1, 'expected a word').max(1024).optional(),
    sourcePassword: z.string().min(1, 'expected a word').max(1024).optional(),
  })
  .refine(({ mode, ingestPort }) => mode !== 'sender' || ingestPort > 0, {
    path: ['ingestPort'],
    message: 'expected the port of the station: a sender has to know it',
  })
  .superRefine(({ codec, sampleRate, bitrate }, at) => {
    const isMp3 = codec === 'mp3' || codec === 'auto';
    const version = isMp3 ? versionOfRate(sampleRate) : undefined;
    if (version === undefined) return;
    const legal = MPEG_BITRATES[version].map((kilobits) => kilobits * 1000);
    if (legal.includes(bitrate)) return;
    const message = `expected, for mp3 at ${sampleRate} Hz, one of ${legal.join(', ')}`;
    at.addIssue({ code: 'custom', path: ['bitrate'], message });
  });

/** The command line, checked. */
export type CliOptions = z.output<typeof schema>;

/** A mistake on the command line: its message is for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const flagOf = (key: PropertyKey | undefined): string =>
  key === 'file'
    ? 'FILE'
    : `--${String(key).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const command = (): Command =>
  new Command('radio')
    .description(
      'A small radio station: plays a file (or a little tune) to every browser and player that tunes in.',
    )
    .argument('[file]', 'an audio file; it is played again and again')
    .option('--mode <mode>', 'demo: station and sender in one; server; sender', 'demo')
    .option('--file <path>', 'the same as FILE')
    .option('--wav <path>', 'the same as FILE')
    .option('--once', 'end the programme with the file', false)
    .option('--seconds <n>', 'end the programme after so many seconds; 0: no limit', '0')
    .option(
      '--codec <codec>',
      'mp3, aac or pcm; auto: mp3, or pcm where nothing can encode it',
      'auto',
    )
    .option('--bitrate <n>', 'bits per second; pcm has what it needs', '128000')
    .option('--sample-rate <hz>', 'of the stream', '44100')
    .option('--channels <n>', '1 or 2', '2')
    .option('--chunk-samples <n>', 'audio per message to a listener', '1152')
    .option('--host <address>', 'where to listen, or whom to send to', '127.0.0.1')
    .option('--http-port <port>', 'for listeners; 0: any', '23456')
    .option('--ingest-port <port>', 'for senders; 0: any', '23457')
    .option('--token <word>', 'what senders have to say')
    .option('--source-password <word>', 'takes Icecast sources that say this, as user "source"')
    .option('--run-for <seconds>', 'end everything after so long; 0: no limit', '0')
    .addHelpText(
      'after',
      '\nListen at http://127.0.0.1:23456/ in a browser, or at /live with any player.\nCtrl-C ends it.',
    );

/**
 * Reads the command line. `--help` prints and exits with 0.
 *
 * @throws UsageError naming each wrong flag.
 */
export const parseCli = (args: readonly string[]): CliOptions => {
  const program = command().exitOverride((error) => {
    if (error.exitCode === 0) process.exit(0);
    throw new UsageError(error.message.replace(/^error: /, ''));
  });
  program.configureOutput({ writeErr: () => undefined }).parse([...args], { from: 'user' });
  const { file, wav, ...flags } = program.opts<Record<string, unknown>>();
  const result = schema.safeParse({ ...flags, file: program.args[0] ?? file ?? wav });
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const came = flags[String(path[0])];
    return `${flagOf(path[0])}: ${message}${came === undefined ? '' : `, got "${came}"`}`;
  });
  throw new UsageError(lines.join('\n'));
};
