import { PCM_WORKLET_CODE } from './pcm-worklet-code.js';

/**
 * The script that plays PCM in the browser's audio thread, as text.
 *
 * Only for pages whose content security policy forbids scripts from `blob:`, such as `default-src
 * 'self'`: let the server answer it as `text/javascript`, and name its address in `workletUrl`.
 *
 * @example
 * import { pcmWorkletScript } from '@audioflow/io/browser';
 * // response.setHeader('Content-Type', 'text/javascript').end(pcmWorkletScript());
 * console.log(pcmWorkletScript().includes('registerProcessor')); // true
 */
export const pcmWorkletScript = (): string => PCM_WORKLET_CODE;
