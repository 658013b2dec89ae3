import { AudioFlowError, checkOptions, type ErrorCode, isAudioFlowError } from '@audioflow/core';
import * as z from 'zod';
import { AudioFeatureExtractor } from './audio-feature-extractor.js';
import type { ExtractorOptions } from './extractor.types.js';
import type { FeatureHandlerOptions } from './feature-handler.types.js';
import { optionsOfQuery } from './feature-query.js';
import { FEATURE_MEDIA_TYPE, type FeatureRecording, featureBytes } from './feature-recording.js';
import { featureText } from './feature-text.js';
import { measureAudio } from './measure-audio.js';
import { readLimited, tooLarge } from './read-limited.js';
import { streamPieces } from './stream-pieces.js';

const MIB64 = 67_108_864;
const schema = z.strictObject({
  decode: z.custom<FeatureHandlerOptions['decode']>(
    (value) => typeof value === 'function',
    'expected a function',
  ),
  defaults: z.custom<ExtractorOptions>((value) => typeof value === 'object').optional(),
  maxBytes: z.int().positive().default(MIB64),
  maxSeconds: z.number().positive().default(3600),
  maxFeatureBytes: z.int().positive().default(MIB64),
  maxComputeMs: z.number().positive().default(60_000),
  timeoutMs: z.number().positive().max(2_147_483_647).default(300_000),
  maxRequests: z.int().positive().default(4),
});

const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  'invalid-option': 400,
  unsupported: 415,
  'malformed-data': 422,
  'format-changed': 422,
  'limit-exceeded': 413,
  unavailable: 503,
  timeout: 503,
  aborted: 499,
};

const text = (status: number, message: string, headers: Record<string, string> = {}): Response =>
  new Response(`${message}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  });

/** The time is over. What the client has not sent is its own fault: 408, else 503. */
const tooSlow = (timeoutMs: number, isComplete: boolean): AudioFlowError =>
  new AudioFlowError(
    'timeout',
    isComplete
      ? `feature service: expected to answer within ${timeoutMs} ms: send less audio, or try again when there is less to do`
      : `feature service: expected all of the audio, and to answer, within ${timeoutMs} ms: send it faster, or less`,
    { details: { answerStatus: isComplete ? 503 : 408 } },
  );

/** What went wrong, to the client; of faults of our own it is told nothing but that there was one. */
const answerError = (error: unknown): Response => {
  if (!isAudioFlowError(error)) return text(500, 'internal error');
  const known = error.details['answerStatus'] ?? STATUS[error.code];
  if (typeof known !== 'number') return text(500, 'internal error');
  return text(known, error.message, { 'x-audioflow-code': error.code });
};

/** What curl says unless told otherwise is nothing about the body; forms, JSON and text are no audio. */
const isNoAudio = (type: string): boolean => /^(multipart\/|text\/|application\/json)/i.test(type);

/** The answer, written as it is read. */
const answerOf = (
  recording: FeatureRecording,
  binary: boolean,
  how: Parameters<typeof streamPieces>[1],
): Response => {
  if (binary) {
    const { byteLength, pieces } = featureBytes(recording);
    const headers = {
      'content-type': FEATURE_MEDIA_TYPE,
      'content-length': String(byteLength),
    };
    return new Response(streamPieces(pieces, how), { headers });
  }
  const headers = { 'content-type': 'application/json' };
  return new Response(streamPieces(featureText(recording), how), { headers });
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
 * application/vnd.audioflow.features`, bytes that {@link decodeFeatures} reads. It begins when all is measured, so a status that says 200 is true; the features are held until
 * then, within `maxFeatureBytes`, and written as they are read: of their text there is one piece of 64 KiB at a time, and one row.
 *
 * A request ends early, and its decoder with it, when its signal aborts (the client has gone) or `timeoutMs` have passed. One whose answer has begun breaks off then.
 *
 * Errors are plain text; those that are an AudioFlowError have its code in the header `x-audioflow-code`. 400 for a wrong query, 405 for another method, 406 for another `Accept`, 408 where the body has not come within `timeoutMs`,
 * 413 for too much (bytes, audio, features, computing), 415 for what is no audio or cannot be decoded,
 * 422 for audio that is broken or empty, 499 when the client has gone, 503 when `maxRequests` are under way, `timeoutMs` have passed, or a decoder is missing, 500 for faults of the server.
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
  const { decode, defaults = {}, maxBytes, maxRequests, timeoutMs } = settings;
  new AudioFeatureExtractor(defaults);
  let underWay = 0;

  const measureBody = async (
    request: Request,
    body: ReadableStream<Uint8Array>,
    late: AbortSignal,
  ): Promise<FeatureRecording> => {
    const wanted = optionsOfQuery(new URL(request.url).searchParams, defaults);
    // What is wrong with it is told before anything is read.
    new AudioFeatureExtractor(wanted);
    const decided = new AbortController();
    const signal = AbortSignal.any([request.signal, late, decided.signal]);
    const contentType = request.headers.get('content-type') ?? undefined;
    const limited = readLimited(body, maxBytes);
    try {
      const pcm = decode(limited.stream, { contentType, signal });
      return await measureAudio(pcm, { options: wanted, limits: settings, signal });
    } catch (error) {
      if (!late.aborted || request.signal.aborted) throw error;
      throw tooSlow(timeoutMs, limited.isComplete);
    } finally {
      decided.abort();
    }
  };

  /** Answers with what has been measured; the place that it takes is free when all has been read. */
  const answer = async (
    request: Request,
    body: ReadableStream<Uint8Array>,
    binary: boolean,
  ): Promise<Response> => {
    underWay += 1;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(tooSlow(timeoutMs, true)), timeoutMs);
    const onEnd = (): void => {
      clearTimeout(timer);
      underWay -= 1;
    };
    try {
      const recording = await measureBody(request, body, late.signal);
      const signal = AbortSignal.any([request.signal, late.signal]);
      return answerOf(recording, binary, { signal, onEnd });
    } catch (error) {
      onEnd();
      throw error;
    }
  };

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
    if (Number(headers.get('content-length') ?? 0) > maxBytes) {
      return answerError(tooLarge(maxBytes));
    }
    if (underWay >= maxRequests) {
      return text(503, `${underWay} requests are under way: try again`, { 'retry-after': '1' });
    }
    return answer(request, body, binary);
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
