// Small pieces that several pages are made of.

import { html, nothing, svg } from '/lib/lit-html/lit-html.js';
import { href } from './address.js';
import { hubTime, now, sites } from './fleet.js';
import { count, counted } from './format.js';
import { stateOf } from './states.js';
import { ago, dateTime, duration } from './time.js';
import { zoneLabel, zoneOf } from './zone.js';

/** @typedef {import('/lib/lit-html/lit-html.js').TemplateResult} TemplateResult */

/** A state: colour, glyph and word together, always. @param {string} word @param {string} [text] */
export function stateChip(word, text) {
  const state = stateOf(word);
  return html`<span class="state s-${state.word}">${stateMark(word)}${text ?? state.short}</span>`;
}

/** Only the coloured mark of a state, where the word stands beside it. @param {string} word */
export function stateMark(word) {
  const state = stateOf(word);
  return html`<span class="mark s-${state.word}" aria-hidden="true">${state.glyph}</span>`;
}

/** "3 h ago", with the full time as its title. @param {number | undefined} at @param {{zone?: string}} [site] */
export function age(at, site) {
  return at === undefined ? html`<span class="none">never</span>` : timed(at, site, ago(at, tickOf(at)));
}

/** Of which nodes the hub takes nothing because of their privacy policy. @param {string} notice */
export function policyNotice(notice) {
  return html`<p class="hub-problem" role="status"><strong>Refused for their privacy policy.</strong> ${notice}. What they sent is kept and counted as refused.</p>`;
}

/** How long something has been there, such as a pod. @param {number} at @param {{zone?: string}} [site] */
export function lifetime(at, site) {
  return timed(at, site, duration(tickOf(at) - at));
}

/** @param {number} at @param {{zone?: string} | undefined} site @param {string} text */
function timed(at, site, text) {
  const zone = zoneOf(site);
  return html`<time datetime=${new Date(at).toISOString()} title="${dateTime(at, zone)} ${zoneLabel(zone)}">${text}</time>`;
}

/** Ages tick every few seconds: what happened since the last tick is not in the future. @param {number} at */
function tickOf(at) {
  const shown = now.value;
  return at > shown && at <= hubTime() ? at : shown;
}

/** The full time with its zone. @param {number | undefined} at @param {{zone?: string}} [site] */
export function moment(at, site) {
  if (at === undefined) return html`<span class="none">–</span>`;
  const zone = zoneOf(site);
  return html`<time datetime=${new Date(at).toISOString()} title=${ago(at, now.value)}
    >${dateTime(at, zone)} <span class="zone">${zoneLabel(zone)}</span></time
  >`;
}

/** The time without its zone, for columns whose head names the zone. @param {number | undefined} at @param {{zone?: string}} [site] */
export function bareMoment(at, site) {
  if (at === undefined) return html`<span class="none">–</span>`;
  return html`<time datetime=${new Date(at).toISOString()} title=${ago(at, now.value)}>${dateTime(at, zoneOf(site))}</time>`;
}

/** Made-up data must be known as such wherever it is shown. @param {boolean} simulated */
export function simulatedTag(simulated) {
  return simulated ? html`<span class="tag" title="Made-up data: no such place exists">simulated</span>` : nothing;
}

/** What a failed request says. @param {Error | undefined} problem @param {() => void} [again] */
export function problemNote(problem, again) {
  if (!problem) return nothing;
  return html`<p class="problem" role="alert">
    ${problem.message}.${again ? html` <button class="link" type="button" @click=${again}>Try again</button>` : nothing}
  </p>`;
}

/** Stands where data will be; no animation, so that nothing moves for those who mind. @param {string} what */
export function waiting(what) {
  return html`<p class="waiting">Loading ${what}…</p>`;
}

/** @param {string} title @param {unknown} body */
export function empty(title, body) {
  return html`<div class="empty"><p class="empty-title">${title}</p>${body}</div>`;
}

/**
 * A switch between a few ways to show the same thing; links, so that the address keeps the choice.
 * @param {string} label
 * @param {{href: string, text: string, current: boolean}[]} choices
 */
export function segmented(label, choices) {
  return html`<nav class="segmented" aria-label=${label}>
    ${choices.map(
      (choice) => html`<a href=${choice.href} aria-current=${choice.current ? 'true' : nothing}>${choice.text}</a>`,
    )}
  </nav>`;
}

/** A choice among all sites, with one that is not known any more if it is chosen. @param {string} chosen id, empty for all @param {(event: Event) => void} onChange */
export function siteChoice(chosen, onChange) {
  const names = [...sites.value.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  return html`<label>Site
    <select name="site" class="site-choice" @change=${onChange}>
      <option value="" .selected=${chosen === ''}>all sites</option>
      ${chosen !== '' && !sites.value.has(chosen) ? html`<option value=${chosen} .selected=${true}>${chosen}</option>` : nothing}
      ${names.map((candidate) => html`<option value=${candidate.id} .selected=${candidate.id === chosen}>${candidate.name}</option>`)}
    </select>
  </label>`;
}

/**
 * Links to the page before and after, by the address's `page`.
 * @param {number} total
 * @param {number} from the first row shown, counted from 0
 * @param {number} shown rows
 * @param {number} rows on a page
 * @param {string} what one of them is called
 */
export function pager(total, from, shown, rows, what) {
  if (total <= rows) return nothing;
  const page = Math.floor(from / rows) + 1;
  const to = (/** @type {number} */ next) => href({ page: next <= 1 ? null : next });
  return html`<nav class="pager" aria-label="Pages">
    ${page > 1 ? html`<a class="button" href=${to(page - 1)} rel="prev">Previous</a>` : nothing}
    <span>${count(from + 1)} to ${count(from + shown)} of ${counted(total, what)}</span>
    ${page < Math.ceil(total / rows) ? html`<a class="button" href=${to(page + 1)} rel="next">Next</a>` : nothing}
  </nav>`;
}

/**
 * Bars of counts over time. Decoration: the numbers stand beside it or behind "show".
 * @param {number[]} values
 * @param {number} [width]
 * @param {number} [height]
 */
export function sparkline(values, width = 120, height = 24) {
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  const bar = Math.min(8, Math.max(1, step * 0.7));
  const path = values
    .map((value, i) => {
      if (value <= 0) return '';
      const tall = Math.max(1.5, (value / most) * (height - 1));
      return `M${(i * step).toFixed(1)} ${height}v-${tall.toFixed(1)}h${bar.toFixed(1)}v${tall.toFixed(1)}z`;
    })
    .join('');
  return html`<svg class="spark" width=${width} height=${height} viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <path class="spark-base" d="M0 ${height - 0.5}H${width}"></path>
    <path class="spark-bars" d=${path}></path>
  </svg>`;
}

/** Line icons on a 16 px grid. @type {Record<string, TemplateResult>} */
export const ICONS = {
  search: svg`<circle cx="7" cy="7" r="4.25"/><path d="m10.2 10.2 3.3 3.3"/>`,
  system: svg`<circle cx="8" cy="8" r="5.25"/><path d="M8 2.75a5.25 5.25 0 0 1 0 10.5z" class="solid"/>`,
  light: svg`<circle cx="8" cy="8" r="2.75"/><path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M3.4 12.6l1.1-1.1M11.5 4.5l1.1-1.1"/>`,
  dark: svg`<path d="M13 9.6A5.5 5.5 0 0 1 6.4 3 5.5 5.5 0 1 0 13 9.6z"/>`,
  back: svg`<path d="M9.5 3.5 5 8l4.5 4.5"/>`,
  forward: svg`<path d="M6.5 3.5 11 8l-4.5 4.5"/>`,
};

/** @param {string} name */
export function icon(name) {
  return html`<svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${ICONS[name]}</svg>`;
}

/** The mark of the product: a rock between two lines of sea, in a cell. */
export function brand() {
  return html`<svg class="brand-mark" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path class="brand-cell" d="M12 1.2 21.4 6.6v10.8L12 22.8 2.6 17.4V6.6z"></path>
    <path class="brand-rock" d="m6.6 14.6 3-5.2 1.7 2 2-4.2 4.2 7.4z"></path>
    <path class="brand-sea" d="M5.6 16.9c1.1-.9 2.1-.9 3.2 0s2.1.9 3.2 0 2.1-.9 3.2 0 2.1.9 3.2 0"></path>
  </svg>`;
}
