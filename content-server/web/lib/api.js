// The organisers' HTTP (docs/organisers-http.md), as thin as it can be: JSON in and out, the header that no other site
// can send, errors as one type.
import { signal } from './ui.js';

const root = 'api/v1';

/** What the server answered instead of what was asked: `code` and `message` are its own, `status` that of HTTP (0: no answer). */
export class ApiError extends Error {
  constructor(status, code, message, body = null) {
    super(message);
    Object.assign(this, { status, code, body });
  }
}

/** Who we are, as GET /me says; undefined: not asked yet; null: nobody. */
export const me = signal(undefined);
export const reachable = signal(true);
/** Whether we may do that ("change", "screen" …) to anything, or propose it. */
export const may = (action) => me.value?.may?.includes(action) ?? false;

let mark = null;
/**
 * Starts a write as one that may be sent again: the server makes what it makes only once for the same `key`. The mark
 * holds for what `write` sends before it first waits.
 */
export function once(key, write) {
  mark = key;
  try {
    return write();
  } finally {
    mark = null;
  }
}

async function send(method, path, body, headers = {}) {
  const options = { method, headers: { Accept: 'application/json', ...headers }, credentials: 'same-origin', cache: 'no-store' };
  if (method !== 'GET') options.headers['X-Skylt'] = '1';
  if (mark) options.headers['X-Skylt-Once'] = mark;
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  try {
    const answer = await fetch(`${root}/${path}`, options);
    reachable.value = true;
    return answer;
  } catch {
    reachable.value = false;
    throw new ApiError(0, 'unreachable', 'no answer from the server');
  }
}

/** A wrong password, a used invitation, a mistyped code are answered with 401 too: only who is nobody any more has to sign in anew. */
async function stillSignedIn() {
  try {
    return (await send('GET', 'me')).status !== 401;
  } catch {
    return true; // no answer says nothing about us
  }
}

async function read(answer) {
  if (answer.status === 204) return null;
  const type = answer.headers.get('Content-Type') ?? '';
  const body = type.includes('json') ? await answer.json() : null;
  if (answer.ok) return body;
  if (body?.error?.code === 'unauthorized' && (me.value?.account || me.value?.link) && !(await stillSignedIn())) me.value = null;
  throw new ApiError(answer.status, body?.error?.code ?? 'internal', body?.error?.message ?? answer.statusText, body);
}

export const get = async (path) => read(await send('GET', path));
export const post = async (path, body, headers) => read(await send('POST', path, body, headers));
export const put = async (path, body, headers) => read(await send('PUT', path, body, headers));
export const remove = async (path, body, headers) => read(await send('DELETE', path, body, headers));
export const address = (path) => `${root}/${path}`;

/** path?a=b of the values that say something. */
export function query(path, values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

/** The header of a write that was made from what the event was at `revision`. */
export const from = (revision) => (revision === undefined ? {} : { 'If-Match': `"${revision}"` });

/** The header of a write that makes something new: what has that name already is not overwritten. */
export const anew = { 'If-None-Match': '*' };
