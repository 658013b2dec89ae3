import type { AudioFrame } from '@audioflow/core';
import type { Observable } from 'rxjs';
import type { ExtractorOptions } from './extractor.types.js';

/** What a decoder is told of the bytes it gets. */
export interface DecodeRequest {
  /** The `Content-Type` of the request, if it has one; often wrong or missing. */
  readonly contentType: string | undefined;
  /** The client has gone, the time is over, or the answer is decided. */
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
  /** Longest time that the measuring of one request may take this thread, in ms; decoding is not in it. Default 60000. */
  readonly maxComputeMs?: number | undefined;
  /** Longest time from a request to the last byte of its answer, in ms: of slow uploads, decoding, measuring and slow readers. Default 300000. */
  readonly timeoutMs?: number | undefined;
  /** Requests at once, from their heads to the last bytes of their answers; more are answered with 503. Default 4. */
  readonly maxRequests?: number | undefined;
}
