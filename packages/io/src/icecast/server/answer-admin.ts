import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from '../../broadcast/refusal.js';
import { createLoginCheck } from './create-login-check.js';
import type { Mount } from './create-mount.js';
import type { ServerSettings } from './icecast-options.js';
import { parseRawQuery } from './parse-raw-query.js';
import { sendText } from './send-text.js';
import { titleLine } from './title-line.js';

interface AdminHost {
  readonly settings: ServerSettings;
  readonly mounts: ReadonlyMap<string, Mount>;
}

const refusal = (status: number, message: string): Refusal => ({
  status,
  code: 'unsupported',
  message,
});

const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

const sendXml = (response: ServerResponse, body: string): void =>
  sendText(response, 200, {
    type: 'text/xml; charset=utf-8',
    body: `<?xml version="1.0"?>\n${body}\n`,
  });

/** The title that a client sends: whole, or artist and title. */
const titleOf = (query: ReadonlyMap<string, string>): string | undefined => {
  const whole =
    query.get('song') ??
    [query.get('artist'), query.get('title')].filter((part) => part !== undefined).join(' - ');
  if (whole === '' && !query.has('song')) return undefined;
  return titleLine(whole);
};

const updateTitle = (mount: Mount, query: ReadonlyMap<string, string>): Refusal | string => {
  if ((query.get('mode') ?? 'updinfo') !== 'updinfo') return refusal(400, 'expected mode=updinfo');
  const title = titleOf(query);
  if (title === undefined) return refusal(400, 'expected a song');
  const url = titleLine(query.get('url') ?? '');
  mount.setTitle(url === '' ? { title } : { title, url });
  return '<iceresponse><message>Metadata update successful</message><return>1</return></iceresponse>';
};

const listClients = (mount: Mount): string => {
  const listeners = mount.air.caster?.status().listeners ?? [];
  const rows = listeners.map(
    ({ id, kind, connectedSeconds }) =>
      `<listener id="${id}"><ID>${id}</ID><UserAgent>${kind}</UserAgent><Connected>${Math.floor(connectedSeconds)}</Connected></listener>`,
  );
  return `<icestats><source mount="${escapeXml(mount.path)}"><Listeners>${rows.length}</Listeners>${rows.join('')}</source></icestats>`;
};

/**
 * Answers `/admin/metadata` and `/admin/listclients`, for the source of the mount or for the
 * administrator; or says why not.
 */
export const answerAdmin = (
  { settings, mounts }: AdminHost,
  request: IncomingMessage,
  response: ServerResponse,
): Refusal | undefined => {
  const target = request.url ?? '';
  const [path = ''] = target.split('?', 1);
  const query = parseRawQuery(target);
  const mount = mounts.get(query.get('mount') ?? settings.defaultMount);
  const logins = [settings.admin, mount?.settings.source].filter((login) => login !== undefined);
  if (!createLoginCheck(logins)(request.headers.authorization)) {
    response.setHeader('WWW-Authenticate', 'Basic realm="audioflow", charset="UTF-8"');
    return refusal(401, 'expected the right user and password');
  }
  if (request.method !== 'GET') {
    response.setHeader('Allow', 'GET');
    return refusal(405, 'expected GET');
  }
  if (mount === undefined) return refusal(404, 'there is no such mount here');
  const answers: Readonly<Record<string, () => Refusal | string>> = {
    '/admin/metadata': () => updateTitle(mount, query),
    '/admin/listclients': () => listClients(mount),
  };
  const answer = Object.hasOwn(answers, path) ? answers[path]?.() : undefined;
  if (answer === undefined) return refusal(404, 'there is nothing here');
  if (typeof answer !== 'string') return answer;
  sendXml(response, answer);
  return undefined;
};
