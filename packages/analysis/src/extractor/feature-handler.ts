import {
  AudioFlowError,
  type AudioFrame,
  checkOptions,
  type ErrorCode,
  isAudioFlowError,
  run,
} from '@audioflow/core';
import type { Observable } from 'rxjs';
import * as z from 'zod';
import { AudioFeatureExtractor } from './audio-feature-extractor.js';
import type { ExtractedFrame, ExtractorOptions } from './extractor.types.js';
import { optionsOfQuery } from './feature-query.js';
import { encodeFeatures, FEATURE_MEDIA_TYPE, type FeatureRecording } from './feature-recording.js';
import { readLimited, tooLarge } from './read-limited.js';

/** What a decoder is told of the bytes it gets. */
export interface DecodeRequest {
  /** The `Content-Type` of the request, if it has one; often wrong or missing. */
  readonly contentType: string | undefined;
  /** The client has gone, or the answer is decided. */
  readonly signal: AbortSignal;
}

/** Options of {@link featureHandler}. */
export interface FeatureHandlerOptions {
  /** Makes audio of the bytes of a body: `(body) => readAudio(body)` of `@audioflow/io`, or one of your own. */
  readonly decode: (
    body: ReadableStream<Uint8Array>,
    request: DecodeRequest,
  ) => Observable<AudioFrame>;
  /** What is measured where the query does not say. Defaults as `AudioFeatureExtractor`. */
  readonly defaults?: ExtractorOptions | undefined;
  /** Largest body. Default 67108864 (64 MiB). */
  readonly maxBytes?: number | undefined;
  /** Longest audio, in seconds. Default 3600. */
  readonly maxSeconds?: number | undefined;
  /** Largest answer, counted as bytes of features, and 256 for each frame, as they take in memory. Default 67108864 (64 MiB). */
  readonly maxFeatureBytes?: number | undefined;
  /** Requests at once; more are answered with 503. Default 4. */
  readonly maxRequests?: number | undefined;
}

const MIB64 = 67_108_864;
/** What a frame takes beside its values. */
const FRAME_BYTES = 256;
const schema = z.strictObject({
  decode: z.custom<FeatureHandlerOptions['decode']>(
    (value) => typeof value === 'function',
    'expected a function',
  ),
  defaults: z.custom<ExtractorOptions>((value) => typeof value === 'object').optional(),
  maxBytes: z.int().positive().default(MIB64),
  maxSeconds: z.number().positive().default(3600),
  maxFeatureBytes: z.int().positive().default(MIB64),
  maxRequests: z.int().positive().default(4),
});
type Settings = z.output<typeof schema>;

const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  'invalid-option': 400,
  unsupported: 415,
  'malformed-data': 422,
  'format-changed': 422,
  'limit-exceeded': 413,
  unavailable: 503,
  aborted: 499,
};

const text = (status: number, message: string, headers: Record<string, string> = {}): Response =>
  new Response(`${message}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  });

/** What went wrong, to the client; of faults of our own it is told nothing but that there was one. */
const answerError = (error: unknown): Response => {
  const status = isAudioFlowError(error) ? STATUS[error.code] : undefined;
  if (!isAudioFlowError(error) || status === undefined) return text(500, 'internal error');
  return text(status, error.message, { 'x-audioflow-code': error.code });
};

/** What curl says unless told otherwise is nothing about the body; forms, JSON and text are no audio. */
const isNoAudio = (type: string): boolean => /^(multipart\/|text\/|application\/json)/i.test(type);

const asJson = ({ frames, layout, sampleRate, hopLength }: FeatureRecording): string => {
  const round = (x: number): number => Number(x.toPrecision(7));
  const features = Object.fromEntries(
    layout.map(({ name }) => [
      name,
      frames.map(({ values }) => Array.from(values[name] ?? [], round)),
    ]),
  );
  const pts = frames.map((frame) => frame.pts);
  return JSON.stringify({ sampleRate, hopLength, frameCount: frames.length, pts, features });
};

const measure = async (
  settings: Settings,
  request: Request,
  body: ReadableStream<Uint8Array>,
): Promise<FeatureRecording> => {
  const { decode, defaults = {}, maxBytes, maxSeconds, maxFeatureBytes } = settings;
  const extractor = new AudioFeatureExtractor(
    optionsOfQuery(new URL(request.url).searchParams, defaults),
  );
  const frames: ExtractedFrame[] = [];
  let bytes = 0;
  const keep = (frame: ExtractedFrame): void => {
    bytes += FRAME_BYTES + frame.buffer.byteLength;
    if (bytes > maxFeatureBytes) {
      throw new AudioFlowError(
        'limit-exceeded',
        `feature service: expected at most ${maxFeatureBytes} bytes of features: ask for fewer, or a larger hopLength`,
      );
    }
    frames.push(frame);
  };
  let sampleRate = 0;
  let heard = 0;
  const decided = new AbortController();
  const signal = AbortSignal.any([request.signal, decided.signal]);
  const contentType = request.headers.get('content-type') ?? undefined;
  const write = (frame: AudioFrame): void => {
    if (frame.length === 0) return;
    sampleRate = frame.sampleRate;
    heard += frame.length;
    if (heard > maxSeconds * sampleRate) {
      throw new AudioFlowError(
        'limit-exceeded',
        `feature service: expected at most ${maxSeconds} s of audio: send less, or raise maxSeconds`,
      );
    }
    extractor.push(frame, keep);
  };
  try {
    const pcm = decode(readLimited(body, maxBytes), { contentType, signal });
    await run(pcm, { write }, { signal: request.signal });
    extractor.flush(keep);
  } finally {
    decided.abort();
  }
  if (sampleRate === 0) {
    throw new AudioFlowError('malformed-data', 'feature service: expected audio, got none');
  }
  const { layout, hopLength } = extractor;
  return { sampleRate, hopLength, layout, frames };
};

/** The error of the limit may come wrapped in that of a decoder whose bytes broke off. */
const rootOf = (error: unknown): unknown => {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (isAudioFlowError(inner, 'limit-exceeded')) return inner;
  }
  return error;
};

/**
 * Makes a handler, fetch style, of requests that POST audio and get its features: for any server that speaks `Request` and `Response`.
 *
 * The body is the audio itself, in any format that `decode` takes. The query says what is measured: `features` (names, separated by commas),
 * `fftSize`, `hopLength`, `frameRate`, `channel`, `barCount`, `melCount`, `levels`, `percent`. The answer is JSON, or, for `Accept:
 * application/vnd.audioflow.features`, bytes that {@link decodeFeatures} reads. It is made when all is measured, within `maxFeatureBytes`.
 *
 * Errors are plain text; those that are an AudioFlowError have its code in the header `x-audioflow-code`. 400 for a wrong query, 405 for another method, 406 for another `Accept`, 413 for too much, 415 for what is no audio or cannot be decoded,
 * 422 for audio that is broken or empty, 499 when the client has gone, 503 when `maxRequests` are under way or a decoder is missing, 500 for faults of the server.
 *
 * @throws AudioFlowError `invalid-option`, also for wrong `defaults`.
 *
 * @example
 * import { featureHandler } from '@audioflow/analysis';
 * import { readAudio } from '@audioflow/io';
 * const handle = featureHandler({ decode: (body) => readAudio(body) });
 * const refused = await handle(new Request('http://localhost/', { method: 'POST', body: 'no audio' }));
 * console.log(refused.status, await refused.text()); // 415 expected audio as the body, got text/plain;charset=UTF-8
 */
export const featureHandler = (
  options: FeatureHandlerOptions,
): ((request: Request) => Promise<Response>) => {
  const settings = checkOptions('featureHandler', schema, options);
  new AudioFeatureExtractor(settings.defaults);
  let underWay = 0;

  const respond = async (request: Request): Promise<Response> => {
    const { headers, body, method } = request;
    if (method !== 'POST')
      return text(405, 'expected POST with audio as the body', { allow: 'POST' });
    const accept = headers.get('accept') ?? '*/*';
    const binary = accept.includes(FEATURE_MEDIA_TYPE);
    if (!binary && !/\*\/\*|application\/(?:\*|json)/.test(accept)) {
      return text(406, `expected Accept: application/json or ${FEATURE_MEDIA_TYPE}, got ${accept}`);
    }
    const type = headers.get('content-type') ?? '';
    if (isNoAudio(type)) return text(415, `expected audio as the body, got ${type}`);
    if (body === null) return text(400, 'expected audio as the body, got none');
    if (Number(headers.get('content-length') ?? 0) > settings.maxBytes) {
      return answerError(tooLarge(settings.maxBytes));
    }
    if (underWay >= settings.maxRequests) {
      return text(503, `${underWay} requests are under way: try again`, { 'retry-after': '1' });
    }
    underWay += 1;
    try {
      const recording = await measure(settings, request, body);
      return binary
        ? new Response(encodeFeatures(recording), {
            headers: { 'content-type': FEATURE_MEDIA_TYPE },
          })
        : new Response(asJson(recording), { headers: { 'content-type': 'application/json' } });
    } finally {
      underWay -= 1;
    }
  };
  return async (request) => {
    try {
      return await respond(request);
    } catch (error) {
      return answerError(
        request.signal.aborted
          ? new AudioFlowError('aborted', 'the client has gone')
          : rootOf(error),
      );
    }
  };
};
