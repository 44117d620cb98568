// The fleet as the hub last told it: a snapshot, then one delta a second at most, over one stream per tab.

import { batch, computed, effect, signal } from '/lib/signals.js';
import { get, loadSession, requestFailed, session } from './api.js';

/** @typedef {import('../types/contract.js').FleetBody} FleetBody */
/** @typedef {import('../types/contract.js').FleetDelta} FleetDelta */
/** @typedef {import('../types/contract.js').Site} Site */
/** @typedef {import('../types/contract.js').Change} Change */

const HOUR = 3_600_000;

/** Silence of the stream after which the hub counts as unreachable. The hub pings every 5 s. */
export const SILENCE_MS = 10_000;

/** Time to wait for the stream's first word before asking without it: a proxy may hold streams back. */
const PATIENCE_MS = 2_500;

/** @type {import('/lib/signals.js').Signal<Map<string, Site>>} */
export const sites = signal(new Map());
export const counts = signal(/** @type {FleetBody['counts']} */ ({}));
export const changed = signal(/** @type {Change[]} */ ([]));
export const visits = signal(/** @type {FleetBody['visits']} */ ([]));
export const hub = signal(/** @type {FleetBody['hub'] | undefined} */ (undefined));

/** Open alerts of the whole fleet, as the sites tell them; the same until one of them changes. */
export const openAlerts = computed(() => {
  const all = { critical: 0, warning: 0, info: 0, acknowledged: 0 };
  let at = '';
  for (const { id, alerts } of sites.value.values()) {
    if (!alerts) continue;
    at += ` ${id} ${alerts.critical} ${alerts.warning} ${alerts.info} ${alerts.acknowledged}`;
    for (const kind of /** @type {(keyof typeof all)[]} */ (Object.keys(all))) all[kind] += alerts[kind];
  }
  return at === lastAlerts.at ? lastAlerts.all : (lastAlerts = { at, all }).all;
});
let lastAlerts = { at: '', all: { critical: 0, warning: 0, info: 0, acknowledged: 0 } };

/** The hub's time of the newest word from it; undefined before the first. */
export const asOf = signal(/** @type {number | undefined} */ (undefined));

const silent = signal(false);

/** True while the hub says nothing: values stay, their age grows, the label turns red. */
export const unreachable = computed(() => silent.value || requestFailed.value);

/** Ages are told this coarsely: a page that changes every second is noise. */
const TICK_MS = 5_000;

/** How far this browser's clock is behind the hub's. Ages are told in the hub's time: a laptop's clock may be wrong. */
let clockBehind = 0;

/** The hub's time now; ticks every few seconds while the page is visible, so that ages grow. */
export const now = signal(Date.now());

function tick() {
  const time = hubTime();
  if (Math.abs(time - now.peek()) >= TICK_MS) now.value = time;
}

/** The hub's time at this moment, for a single use. */
export function hubTime() {
  return Date.now() + clockBehind;
}

/** @param {number} hubSays */
function heard(hubSays) {
  lastWord = performance.now();
  clockBehind = hubSays - Date.now();
  asOf.value = hubSays;
  silent.value = false;
  requestFailed.value = false;
  tick();
}

/** @param {FleetBody} body */
function snapshot(body) {
  batch(() => {
    sites.value = new Map(body.sites.map((site) => [site.id, site]));
    counts.value = body.counts;
    changed.value = body.changed;
    visits.value = body.visits;
    hub.value = body.hub;
    heard(body.asOf);
  });
}

/** @param {FleetDelta} delta */
function apply(delta) {
  batch(() => {
    if (delta.sites.length > 0) {
      const next = new Map(sites.value);
      for (const site of delta.sites) next.set(site.id, site);
      sites.value = next;
    }
    counts.value = delta.counts;
    if (delta.visits) visits.value = delta.visits;
    if (delta.hub) hub.value = delta.hub;
    changed.value = merged(changed.value, delta.changed, delta.asOf);
    heard(delta.asOf);
  });
}

/**
 * Changes of the last hour, newest first, each once.
 * @param {Change[]} old
 * @param {Change[]} added
 * @param {number} at
 */
function merged(old, added, at) {
  if (added.length === 0 && old.every((change) => change.at > at - HOUR)) return old;
  const byKey = new Map([...added, ...old].map((change) => [`${change.site} ${change.at} ${change.to}`, change]));
  return [...byKey.values()].filter((change) => change.at > at - HOUR).sort((a, b) => b.at - a.at);
}

/** @type {EventSource | undefined} */
let stream;
let lastWord = performance.now();
let attempt = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retry;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let patience;

function open() {
  close();
  const opened = new EventSource('/api/v1/stream');
  stream = opened;
  const told = (/** @type {(body: any) => void} */ use) => (/** @type {MessageEvent<string>} */ event) => {
    if (stream !== opened) return;
    attempt = 0;
    clearTimeout(patience);
    use(JSON.parse(event.data));
  };
  const again = attempt > 0;
  opened.addEventListener(
    'fleet',
    told((body) => {
      snapshot(body);
      // A hub that was away may have been started anew, with other sessions.
      if (again) loadSession().catch(() => {});
    }),
  );
  opened.addEventListener('delta', told(apply));
  opened.addEventListener('ping', told((body) => heard(body.asOf)));
  opened.addEventListener('error', () => {
    if (stream === opened) reopenLater();
  });
  patience = setTimeout(loadOnce, PATIENCE_MS);
}

/** Our own back-off instead of the browser's: it stops for good on some errors and hammers on others. */
function reopenLater() {
  close();
  silent.value = true;
  attempt++;
  const wait = Math.min(1_000 * 2 ** (attempt - 1), 15_000) * (0.5 + Math.random() / 2);
  retry = setTimeout(open, wait);
  // Whether the session ended or the hub is gone, the answer to a plain request tells.
  if (attempt === 1) loadOnce();
}

function close() {
  clearTimeout(retry);
  clearTimeout(patience);
  stream?.close();
  stream = undefined;
}

/** Works without the stream: also the way a reload does. */
export async function loadOnce() {
  try {
    snapshot(await get('/fleet'));
  } catch {
    // the label shows that the hub is unreachable, or the shell asks to sign in
  }
}

/** Follows the hub while someone is signed in and looks at the page. Call once. */
export function follow() {
  const visible = signal(!document.hidden);
  document.addEventListener('visibilitychange', () => {
    visible.value = !document.hidden;
  });
  const wanted = computed(() => visible.value && session.value?.user !== undefined);
  effect(() => {
    if (!wanted.value) {
      close();
      return;
    }
    attempt = 0;
    lastWord = performance.now();
    open();
  });
  setInterval(() => {
    if (!wanted.peek()) return;
    tick();
    if (stream && performance.now() - lastWord > SILENCE_MS) {
      lastWord = performance.now();
      reopenLater();
    }
  }, 1_000);
}
