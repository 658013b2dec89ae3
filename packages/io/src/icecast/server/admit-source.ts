import type { Refusal } from '../../broadcast/refusal.js';
import { type BodyDecoder, createBodyDecoder } from './create-body-decoder.js';
import type { Mount } from './create-mount.js';
import type { Reservation } from './create-source-slot.js';
import type { RequestHead } from './read-request-head.js';
import { type SourceCodec, sourceCodec } from './source-codec.js';

/** A source that may send its body. */
export interface AdmittedSource {
  readonly head: RequestHead;
  readonly mount: Mount;
  readonly codec: SourceCodec;
  readonly body: BodyDecoder;
  readonly reservation: Reservation;
}

const refuse = (status: number, message: string): Refusal => ({
  status,
  code: 'unsupported',
  message,
});

/** Says which codec a source sends, or why that is not streamed by the mount. */
const codecOf = ({ headers }: RequestHead, { settings }: Mount): SourceCodec | Refusal => {
  const type = headers.get('content-type');
  if (type === undefined) {
    return refuse(400, 'expected a Content-Type: audio/mpeg, or audio/aac for AAC in ADTS');
  }
  const codec = sourceCodec(type);
  if (codec === undefined) {
    const shown = JSON.stringify(type.slice(0, 40));
    return refuse(415, `expected audio/mpeg, or audio/aac for AAC in ADTS, got ${shown}`);
  }
  const { codec: wanted } = settings.format;
  if (settings.onFormat === 'refuse' && wanted !== undefined && wanted !== codec) {
    return refuse(415, `this mount plays ${wanted}, not ${codec}: send that`);
  }
  return codec;
};

/** Looks at the head of a source's request, and says what it is given or why it is refused. */
export const admitSource = (
  head: RequestHead,
  find: (path: string) => Mount | undefined,
): AdmittedSource | Refusal => {
  const mount = find(head.path);
  if (mount === undefined) return refuse(404, 'there is no such mount here');
  if (mount.settings.source === undefined)
    return refuse(403, 'this mount takes no sources by PUT or SOURCE');
  if (!mount.mayEnter(head.headers.get('authorization'))) {
    return refuse(401, 'expected the user and password of this mount');
  }
  const codec = codecOf(head, mount);
  if (typeof codec === 'object') return codec;
  const body = createBodyDecoder(head.headers);
  const reservation = mount.reserve();
  if ('status' in reservation) return reservation;
  return { head, mount, codec, body, reservation };
};
