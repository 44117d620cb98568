// Starts the pages: asks who is signed in, picks the page for the address, and draws the frame around it.

import { render } from '/lib/lit-html/lit-html.js';
import { effect, signal, untracked } from '/lib/signals.js';
import { followLinks, go, path, query } from './address.js';
import { loadSession, session } from './api.js';
import { announce } from './announce.js';
import { asOf, follow, unreachable } from './fleet.js';
import { listenToKeys } from './keys.js';
import { frame } from './frame.js';
import * as fleetPage from './fleet-page.js';
import * as missingPage from './missing-page.js';
import { clock } from './time.js';
import './preferences.js';

/**
 * What a page module gives: `open` is called when its address is entered, `view` whenever something it read changes.
 * @typedef {{title: string | (() => string), view: () => unknown, close?: () => void, bare?: boolean}} Page
 * @typedef {{open: (argument: string, second: string) => Page}} PageModule
 */

/** The first page is here at once, the others come when asked for. @type {[RegExp, () => PageModule | Promise<PageModule>][]} */
const ROUTES = [
  [/^\/$/, () => fleetPage],
  [/^\/sites\/([^/]+)$/, () => import('./site-page.js')],
  [/^\/sites\/([^/]+)\/nodes\/([^/]+)$/, () => import('./node-page.js')],
  [/^\/sites\/([^/]+)\/pods$/, () => import('./pods-page.js')],
  [/^\/sites\/([^/]+)\/services$/, () => import('./services-page.js')],
  [/^\/sites\/([^/]+)\/events$/, () => import('./events-page.js')],
  [/^\/alerts$/, () => import('./alerts-page.js')],
  [/^\/alerts\/cause$/, () => import('./alert-cause-page.js')],
  [/^\/upgrades$/, () => import('./upgrades-page.js')],
  [/^\/updates$/, () => import('./updates-page.js')],
  [/^\/logs$/, () => import('./logs-page.js')],
  [/^\/sync$/, () => import('./sync-page.js')],
  [/^\/sync\/([^/]+)$/, () => import('./sync-site-page.js')],
  [/^\/settings$/, () => import('./settings-page.js')],
  [/^\/login$/, () => import('./login-page.js')],
  [/^\/setup$/, () => import('./setup-page.js')],
];

/** @type {import('/lib/signals.js').Signal<Page | undefined>} */
const page = signal(undefined);

/** @param {string} where */
async function openPage(where) {
  for (const [pattern, load] of ROUTES) {
    const match = pattern.exec(where);
    if (!match) continue;
    const loaded = load();
    const module = loaded instanceof Promise ? await loaded : loaded;
    return module.open(decodeURIComponent(match[1] ?? ''), decodeURIComponent(match[2] ?? ''));
  }
  return missingPage.open('');
}

/** Fetches the other pages once the first one stands, so that they open while the hub is away too; marked in the browser's timeline. */
async function fetchOtherPages() {
  const fetched = await Promise.allSettled(ROUTES.map(([, load]) => load()));
  if (fetched.every(({ status }) => status === 'fulfilled')) performance.mark('all pages fetched');
}

/** The first page has the line for itself this long. */
const OTHERS_AFTER_MS = 1_500;

let opening = 0;
let othersFetched = false;

/** @param {string} where */
async function show(where) {
  const mine = ++opening;
  /** @type {Page} */
  let next;
  try {
    next = await openPage(where);
  } catch {
    next = missingPage.open('failed');
  }
  if (mine !== opening) {
    next.close?.();
    return;
  }
  const before = page.peek();
  before?.close?.();
  page.value = next;
  if (before) document.querySelector('h1')?.focus({ preventScroll: true });
  if (session.peek()?.user && !othersFetched) {
    othersFetched = true;
    setTimeout(() => void fetchOtherPages(), OTHERS_AFTER_MS);
  }
}

/** Where this person must be instead, if anywhere. @returns {string | undefined} */
function elsewhere() {
  const known = session.value;
  if (!known) return undefined;
  const here = path.value;
  if (known.setupNeeded) return here === '/setup' ? undefined : '/setup';
  if (!known.user) {
    if (here === '/login') return undefined;
    const next = here === '/' || here === '/setup' ? '' : `?next=${encodeURIComponent(here + query.peek())}`;
    return `/login${next}`;
  }
  return here === '/login' || here === '/setup' ? afterLogin() : undefined;
}

/** Only an address of these pages is followed: the parameter may come from anybody. */
function afterLogin() {
  const next = new URLSearchParams(query.peek()).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

/** The address whose page is shown or on its way: news about the session must not open the same page anew. */
let shown = '';

effect(() => {
  if (!session.value) return;
  const other = elsewhere();
  const where = path.value;
  untracked(() => {
    if (other !== undefined) {
      go(other, { replace: true });
    } else if (where !== shown) {
      shown = where;
      void show(where);
    }
  });
});

effect(() => {
  const title = page.value?.title;
  document.title = title === undefined ? 'Skerry' : `${typeof title === 'string' ? title : title()} · Skerry`;
});

let wasUnreachable = false;
effect(() => {
  if (!session.value?.user || unreachable.value === wasUnreachable) return;
  wasUnreachable = unreachable.value;
  const since = asOf.peek();
  announce(
    wasUnreachable
      ? `Hub unreachable. Values stay${since === undefined ? '' : ` as of ${clock(since, 'UTC')} UTC`}.`
      : 'Hub reachable again.',
  );
});

const root = /** @type {HTMLElement} */ (document.getElementById('root'));
effect(() => {
  render(frame(page.value), root);
});

followLinks();
listenToKeys();
follow();

/** Keeps asking until the hub answers for the first time. @param {number} wait ms */
async function start(wait) {
  try {
    await loadSession();
  } catch {
    setTimeout(() => start(Math.min(wait * 2, 15_000)), wait);
  }
}
void start(1_000);
