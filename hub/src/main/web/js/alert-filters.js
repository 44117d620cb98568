// What both pages of alerts have in common: which are asked for, and when they are asked for again.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { effect, untracked } from '/lib/signals.js';
import { go, href, params } from './address.js';
import { openAlerts } from './fleet.js';
import { segmented, siteChoice } from './parts.js';
import { resource } from './resource.js';

const AGAIN_MS = 15_000;

/** News of alerts is answered by one question in this time at most, in ms. */
const NEWS_MS = 2_000;

const STATES = ['open', 'past', 'all'];
const SEVERITIES = ['critical', 'warning', 'info'];

/** Which alerts the address asks for. */
export function state() {
  const asked = params.value.get('state') ?? 'open';
  return STATES.includes(asked) ? asked : 'open';
}

/** Whether more than the state narrows what is shown. */
export function isNarrowed() {
  return ['severity', 'site', 'q'].some((name) => params.value.get(name));
}

/** Counted from 1. */
export function pageOf() {
  const page = Number(params.value.get('page') ?? 1);
  return Number.isInteger(page) && page > 1 && page < 10_000 ? page : 1;
}

/**
 * What the hub answers to a question of the address: asked again when the address changes, when the stream tells of other
 * alerts, and now and then.
 * @template T
 * @param {() => string} question
 * @param {(question: string, abort: AbortSignal) => Promise<T>} ask
 */
export function watched(question, ask) {
  const data = resource((abort) => ask(untracked(question), abort));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;
  const load = () => {
    clearTimeout(soon);
    soon = undefined;
    void data.load();
  };
  const stop = [
    effect(() => {
      question();
      untracked(load);
    }),
    effect(() => {
      void openAlerts.value;
      untracked(() => {
        if (data.data.peek()) soon ??= setTimeout(load, NEWS_MS);
      });
    }),
  ];
  const again = setInterval(() => {
    if (!document.hidden) load();
  }, AGAIN_MS);
  return {
    data,
    close() {
      for (const end of stop) end();
      clearTimeout(soon);
      clearInterval(again);
      data.close();
    },
  };
}

/** @param {string} name */
function onChoice(name) {
  return (/** @type {Event} */ event) => go(href({ [name]: /** @type {HTMLSelectElement} */ (event.target).value, page: null }));
}

/** @param {{severity?: boolean, text?: boolean}} shown which filters beside state and site */
export function alertFilters({ severity = false, text = false }) {
  const asked = params.value;
  return html`<div class="filter-bar" role="search">
    ${segmented(
      'State',
      STATES.map((name) => ({ href: href({ state: name === 'open' ? null : name, page: null }), text: name.charAt(0).toUpperCase() + name.slice(1), current: name === state() })),
    )}
    ${severity
      ? html`<label>Severity
          <select name="severity" @change=${onChoice('severity')}>
            <option value="" .selected=${!asked.get('severity')}>any</option>
            ${SEVERITIES.map((name) => html`<option value=${name} .selected=${name === asked.get('severity')}>${name}</option>`)}
          </select>
        </label>`
      : nothing}
    ${siteChoice(asked.get('site') ?? '', onChoice('site'))}
    ${text
      ? html`<label class="grow">Rule
          <input type="search" name="q" .value=${asked.get('q') ?? ''} placeholder="Part of a name" autocomplete="off" spellcheck="false"
            @change=${(/** @type {Event} */ event) => go(href({ q: /** @type {HTMLInputElement} */ (event.target).value.trim(), page: null }), { replace: true })}></label>`
      : nothing}
  </div>`;
}
