// What the command box and the keys can do: pages, sites, actions, each with one name.

import { announce } from './announce.js';
import { send, session } from './api.js';
import { go, href, params, path, sitePath } from './address.js';
import { hubTime, sites } from './fleet.js';
import { density, keys, theme } from './preferences.js';
import { STATES, stateOf } from './states.js';
import { parseRange, toAddress } from './time.js';
import { choose, choiceLabel, CHOICES } from './zone.js';

/** @typedef {{name: string, hint: string, keys?: string, state?: string, run: () => void}} Command */

/** Page links of the top bar, with the second key after `g`. */
export const PAGES = [
  { href: '/', name: 'Fleet', key: 'f' },
  { href: '/alerts', name: 'Alerts', key: 'a' },
  { href: '/logs', name: 'Logs', key: 'l' },
  { href: '/sync', name: 'Sync', key: 'y' },
  { href: '/updates', name: 'Updates', key: 'u' },
  { href: '/settings', name: 'Settings', key: 's' },
];

/** At most this many answers are listed; the box says how many more there are. */
const LISTED = 12;

const THEMES = ['system', 'light', 'dark'];

export function nextTheme() {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length];
  announce(`Theme: ${theme.value}`);
}

export async function logOut() {
  await send('POST', '/logout').catch(() => {});
  if (session.value) session.value = { ...session.value, user: undefined, csrf: undefined };
}

/** Moves the range of a page that has one by half of it. @param {-1 | 1} direction */
export function moveRange(direction) {
  const usual = RANGE_OF_PAGE.find(([prefix]) => path.value === prefix || path.value.startsWith(`${prefix}/`))?.[1];
  if (!usual) return;
  const now = hubTime();
  const { from, to } = parseRange(params.value.get('from'), params.value.get('to'), now, usual);
  const shift = (direction * (to - from)) / 2;
  const end = Math.min(now, to + shift);
  if (direction > 0 && now - end < 60_000) {
    go(href({ from: `-${Math.round((to - from) / 60_000)}m`, to: null }));
    return;
  }
  go(href({ from: toAddress(end - (to - from)), to: toAddress(end) }));
}

/** Pages with a time range, and its usual start. @type {[string, string][]} */
export const RANGE_OF_PAGE = [
  ['/sites', '-24h'],
  ['/logs', '-24h'],
];

/** @returns {Command[]} */
function actions() {
  return [
    ...PAGES.map((page) => ({
      name: page.name,
      hint: 'Page',
      keys: `g ${page.key}`,
      run: () => go(href({}, page.href)),
    })),
    ...STATES.map((state) => ({
      name: `Sites: ${state.short}`,
      hint: 'Filter',
      state: state.word,
      run: () => go(href({ state: state.word }, '/')),
    })),
    { name: 'Upgrades: which sites are ready', hint: 'Page', run: () => go(href({}, '/upgrades')) },
    { name: 'Fleet as a table', hint: 'Page', run: () => go(href({ view: 'table' }, '/')) },
    { name: 'Past alerts', hint: 'Page', run: () => go(href({ state: 'past' }, '/alerts')) },
    { name: 'New log patterns', hint: 'Page', run: () => go(href({ new: true }, '/logs')) },
    ...THEMES.map((name) => ({ name: `Theme: ${name}`, hint: 'Action', run: () => void (theme.value = name) })),
    ...CHOICES.map((name) => ({ name: `Times in ${choiceLabel(name)}`, hint: 'Action', run: () => choose(name) })),
    { name: 'Density: compact', hint: 'Action', run: () => void (density.value = 'compact') },
    { name: 'Density: comfortable', hint: 'Action', run: () => void (density.value = 'comfortable') },
    {
      name: keys.value === 'on' ? 'Switch single-key shortcuts off' : 'Switch single-key shortcuts on',
      hint: 'Action',
      run: () => void (keys.value = keys.value === 'on' ? 'off' : 'on'),
    },
    { name: 'Log out', hint: 'Action', run: () => void logOut() },
  ];
}

/**
 * The commands whose name holds every word typed; names that begin with it come first.
 * @param {string} typed
 * @returns {{listed: Command[], more: number}}
 */
export function search(typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  for (const command of actions()) {
    const name = command.name.toLowerCase();
    if (words.every((word) => name.includes(word))) found.push({ command, rank: rank(name, words, 1) });
  }
  if (words.length > 0) {
    for (const site of sites.value.values()) {
      const name = site.name.toLowerCase();
      const text = `${name} ${site.id.toLowerCase()} ${site.region.toLowerCase()}`;
      if (!words.every((word) => text.includes(word))) continue;
      found.push({
        rank: rank(name, words, 0),
        command: {
          name: site.name,
          hint: `${site.region}, ${stateOf(site.state).short}`,
          state: site.state,
          run: () => go(href({}, sitePath(site.id))),
        },
      });
    }
  }
  if (words.length > 0) {
    found.sort((a, b) => a.rank - b.rank || a.command.name.localeCompare(b.command.name, 'en', { numeric: true }));
  }
  const listed = found.slice(0, LISTED).map((entry) => entry.command);
  return { listed, more: words.length === 0 ? 0 : found.length - listed.length };
}

/** @param {string} name @param {string[]} words @param {number} kind */
function rank(name, words, kind) {
  return (words.length > 0 && name.startsWith(words[0]) ? 0 : 2) + kind;
}
