// What a person chose for this browser: theme, density, single-key shortcuts. Never leaves the browser.

import { effect, signal } from '/lib/signals.js';

/** @param {string} name @param {string} usual @param {string[]} allowed */
function kept(name, usual, allowed) {
  const key = `skerry.${name}`;
  const stored = read(key);
  const value = signal(stored !== null && allowed.includes(stored) ? stored : usual);
  effect(() => write(key, value.value));
  return value;
}

/** @param {string} key */
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off: the choice lasts as long as the page
  }
}

/** @param {string} key @param {string} value */
function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // as above
  }
}

export const theme = kept('theme', 'system', ['system', 'light', 'dark']);
export const density = kept('density', 'comfortable', ['comfortable', 'compact']);
export const keys = kept('keys', 'on', ['on', 'off']);

/** The theme in force after asking the system: canvases read their colours again when it changes. */
export const shownTheme = signal(document.documentElement.dataset.theme ?? 'light');

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

function showTheme() {
  const shown = theme.value === 'system' ? (systemIsDark.matches ? 'dark' : 'light') : theme.value;
  document.documentElement.dataset.theme = shown;
  shownTheme.value = shown;
}

effect(showTheme);
systemIsDark.addEventListener('change', showTheme);
effect(() => {
  document.documentElement.dataset.density = density.value;
});
