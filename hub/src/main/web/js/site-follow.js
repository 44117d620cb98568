// What the pages below a site have in common: the answer to a question of the address and a range of time, asked again when
// either changes and when the hub has something new of the site.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { effect, untracked } from '/lib/signals.js';
import { pageOf } from './alert-filters.js';
import { go, href, params } from './address.js';
import { Refused, get } from './api.js';
import { sites } from './fleet.js';
import { followNews, rangeNow } from './lanes.js';
import { problemNote, waiting } from './parts.js';
import { resource } from './resource.js';
import { noSuchSite } from './site-nav.js';

/** Begin of the range unless the address says otherwise. */
export const USUAL = '-24h';

/**
 * @template T
 * @param {string} id of the site
 * @param {number} rows on a page
 * @param {() => {tail: string, asked: Record<string, string | null>}} question which address below the site's, and its parameters
 */
export function siteAnswer(id, rows, question) {
  const address = () => {
    const { tail, asked } = question();
    const { from, to } = rangeNow(USUAL);
    const query = new URLSearchParams({ from: String(Math.round(from)), to: String(Math.round(to)), offset: String((pageOf() - 1) * rows), limit: String(rows) });
    for (const [name, value] of Object.entries(asked)) if (value) query.set(name, value);
    return `/sites/${encodeURIComponent(id)}${tail}?${query}`;
  };
  const data = resource((abort) => /** @type {Promise<T>} */ (get(untracked(address), abort)));
  const stop = [
    effect(() => {
      void params.value;
      untracked(() => void data.load());
    }),
    followNews(id, () => void data.load()),
  ];
  return {
    data,
    close() {
      for (const end of stop) end();
      data.close();
    },
  };
}

/** Stands in for a page that has no answer yet. @param {string} id @param {string} title @param {ReturnType<typeof resource<any>>} data @param {string} what */
export function notYet(id, title, data, what) {
  const problem = data.problem.value;
  if (problem instanceof Refused && problem.status === 404) return noSuchSite(id);
  return html`<h1 tabindex="-1">${title}</h1>${problemNote(problem, data.load)}${problem ? nothing : waiting(what)}`;
}

/** As the fleet names it. @param {string} id */
export function siteNamed(id) {
  return sites.value.get(id) ?? { id, name: id, region: '', zone: undefined };
}

/** @param {string} name of a parameter @param {string} label @param {string[]} choices */
export function choiceOf(name, label, choices) {
  const chosen = params.value.get(name) ?? '';
  const all = chosen && !choices.includes(chosen) ? [chosen, ...choices] : choices;
  return html`<label>${label}
    <select name=${name} @change=${(/** @type {Event} */ event) => go(href({ [name]: /** @type {HTMLSelectElement} */ (event.target).value, page: null }))}>
      <option value="" .selected=${chosen === ''}>all</option>
      ${all.map((choice) => html`<option value=${choice} .selected=${choice === chosen}>${choice}</option>`)}
    </select>
  </label>`;
}

/** @param {string} label @param {string} hint */
export function searchField(label, hint) {
  return html`<label class="grow">${label}
    <input type="search" name="q" .value=${params.value.get('q') ?? ''} placeholder=${hint} autocomplete="off" spellcheck="false"
      @change=${(/** @type {Event} */ event) => go(href({ q: /** @type {HTMLInputElement} */ (event.target).value.trim(), page: null }), { replace: true })}></label>`;
}

/** A head that sorts by the address; a second press turns the order round. @param {string} key @param {string} title @param {string} usual @param {{number?: boolean, look?: string}} [more] */
export function sortHead(key, title, usual, { number = false, look = '' } = {}) {
  const asked = params.value.get('sort') ?? usual;
  const down = asked.startsWith('-');
  const current = asked.replace(/^-/, '') === key;
  const sort = `${(current ? !down : number) ? '-' : ''}${key}`;
  return html`<th scope="col" class="${number ? 'number' : ''} ${look}" aria-sort=${current ? (down ? 'descending' : 'ascending') : nothing}>
    <a href=${href({ sort: sort === usual ? null : sort, page: null })}>${title}<span class="arrow" aria-hidden="true">${current ? (down ? '▾' : '▴') : ''}</span></a>
  </th>`;
}

const LOOKS = /** @type {const} */ ({
  ok: ['healthy', ''],
  ill: ['offline-unexpected', '×'],
  look: ['degraded', '!'],
  busy: ['back-filling', '↑'],
  none: ['offline-expected', '–'],
  unknown: ['never-seen', '?'],
});

/** How something is: colour, glyph and word, as a site's state has them. @param {keyof typeof LOOKS} look @param {string} word */
export function condition(look, word) {
  const [state, glyph] = LOOKS[look];
  return html`<span class="state s-${state}"><span class="mark s-${state}" aria-hidden="true">${glyph}</span>${word}</span>`;
}
