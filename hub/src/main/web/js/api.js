// Requests to the hub. One place knows about sessions, CSRF and what a lost hub looks like.

import { signal } from '/lib/signals.js';
import { sentence } from './format.js';

/** @typedef {import('../types/contract.js').Session} Session */

/** Who is signed in; undefined until the hub answered the first time. @type {import('/lib/signals.js').Signal<Session | undefined>} */
export const session = signal(undefined);

/** Set when a request found no hub, cleared when one found it. */
export const requestFailed = signal(false);

/** The hub answered, and the answer is no. */
export class Refused extends Error {
  /** @param {number} status @param {string} message one sentence for people */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The hub did not answer. */
export class Unreachable extends Error {
  constructor() {
    super('The hub does not answer; what you see stays as it was');
  }
}

/**
 * @template T
 * @param {string} where path below /api/v1
 * @param {AbortSignal} [abort]
 * @returns {Promise<T>}
 */
export function get(where, abort) {
  return request('GET', where, undefined, abort);
}

/**
 * A request that changes something.
 * @template T
 * @param {'POST' | 'PATCH' | 'DELETE'} method
 * @param {string} where
 * @param {object} [body]
 * @returns {Promise<T>}
 */
export function send(method, where, body) {
  return request(method, where, body);
}

/**
 * @param {string} method
 * @param {string} where
 * @param {object | undefined} body
 * @param {AbortSignal} [abort]
 */
async function request(method, where, body, abort) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && session.value?.csrf) headers['X-CSRF-Token'] = session.value.csrf;
  let answer;
  try {
    answer = await fetch(`/api/v1${where}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: abort,
    });
  } catch (problem) {
    if (problem instanceof DOMException && problem.name === 'AbortError') throw problem;
    requestFailed.value = true;
    throw new Unreachable();
  }
  requestFailed.value = false;
  if (answer.ok) return answer.status === 204 ? undefined : answer.json();
  if (answer.status === 401 && session.value?.user) {
    session.value = { ...session.value, user: undefined, csrf: undefined };
  }
  throw new Refused(answer.status, await sentenceOf(answer));
}

/** @param {Response} answer */
async function sentenceOf(answer) {
  try {
    const body = await answer.json();
    if (typeof body?.error?.message === 'string') return sentence(body.error.message).replace(/\.$/, '');
  } catch {
    // not JSON: a proxy in between answered
  }
  return `The hub answered ${answer.status}${answer.statusText ? ` (${answer.statusText})` : ''}`;
}

/** Asks who is signed in. The first time the question is on its way already, see first.js. */
export async function loadSession() {
  const early = /** @type {{skerryFirstSession?: Promise<Response>}} */ (window);
  const first = early.skerryFirstSession;
  early.skerryFirstSession = undefined;
  const answer = await first?.catch(() => undefined);
  session.value = /** @type {Session} */ (answer?.ok ? await answer.json() : await get('/session'));
}

/** True if this person may change things. */
export function isAdmin() {
  return session.value?.user?.role === 'admin';
}
