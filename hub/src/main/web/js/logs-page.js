// Logs: what is new or more frequent?

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { effect, untracked } from '/lib/signals.js';
import { go, href, params } from './address.js';
import { get } from './api.js';
import { hubTime } from './fleet.js';
import { count, counted } from './format.js';
import { empty, problemNote, siteChoice, waiting } from './parts.js';
import { PatternList } from './pattern-list.js';
import { rangeBar } from './range-bar.js';
import { resource } from './resource.js';
import { parseRange } from './time.js';

/** @typedef {import('../types/contract.js').PatternsBody} PatternsBody */

const USUAL = '-24h';
const SEVERITIES = ['fatal', 'error', 'warning', 'info', 'debug', 'trace', 'unknown'];
const FIRST_LIMIT = 200;

/** While typing, ask for the answer this long after the last letter, in ms. */
const TYPING_MS = 250;

/** Parameters that change what the hub is asked for. */
const ASKED = ['from', 'to', 'site', 'severity', 'q', 'new', 'limit'];

/** @type {Record<string, {name: string, by: (a: import('../types/contract.js').Pattern, b: import('../types/contract.js').Pattern) => number}>} */
const ORDERS = {
  count: { name: 'Most frequent', by: (a, b) => b.count - a.count },
  first: { name: 'Newest pattern', by: (a, b) => b.firstSeen - a.firstSeen },
  last: { name: 'Last seen', by: (a, b) => b.lastSeen - a.lastSeen },
  sites: { name: 'Most sites', by: (a, b) => b.sites - a.sites || b.count - a.count },
};

/** @returns {import('./main.js').Page} */
export function open() {
  const patterns = resource((abort) => {
    const asked = params.peek();
    const { from, to } = parseRange(asked.get('from'), asked.get('to'), hubTime(), USUAL);
    const query = new URLSearchParams({ from: String(Math.round(from)), to: String(Math.round(to)) });
    for (const name of ['site', 'severity', 'q']) {
      const value = asked.get(name);
      if (value) query.set(name, value);
    }
    if (asked.get('new')) query.set('new', 'true');
    query.set('limit', asked.get('limit') ?? String(FIRST_LIMIT));
    return /** @type {Promise<PatternsBody>} */ (get(`/patterns?${query}`, abort));
  });
  const list = new PatternList();
  const end = effect(() => {
    void ASKED.map((name) => params.value.get(name)).join('\n');
    untracked(() => void patterns.load());
  });
  return {
    title: 'Logs',
    close() {
      end();
      patterns.close();
      list.close();
    },
    view: () => view(patterns, list),
  };
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;

/** @param {InputEvent} event */
function onText(event) {
  const value = /** @type {HTMLInputElement} */ (event.target).value.trim();
  clearTimeout(typing);
  typing = setTimeout(() => go(href({ q: value }), { replace: true }), TYPING_MS);
}

/** @param {string} name */
function onChoice(name) {
  return (/** @type {Event} */ event) => go(href({ [name]: /** @type {HTMLSelectElement} */ (event.target).value }));
}

/** @param {ReturnType<typeof resource<PatternsBody>>} patterns @param {PatternList} list */
function view(patterns, list) {
  const asked = params.value;
  const body = patterns.data.value;
  const hidden = new Set((asked.get('hide') ?? '').split(',').filter(Boolean));
  const order = ORDERS[asked.get('sort') ?? 'count'] ?? ORDERS.count;
  const site = asked.get('site') ?? '';
  const shown = body ? body.patterns.filter((pattern) => !hidden.has(pattern.id)).sort(order.by) : [];
  const narrowed = ['site', 'severity', 'q', 'new'].some((name) => asked.get(name));
  return html`
    <div class="page-head">
      <h1 tabindex="-1">Logs</h1>
      <p class="lede">Log lines by pattern. The parts that vary are <span class="var">marked</span>; lines themselves stay at their site.</p>
    </div>
    <section class="card" aria-label="Patterns">
      <div class="filter-bar" role="search">
        <label class="grow">Text in pattern <input type="search" name="q" .value=${asked.get('q') ?? ''} @input=${onText} spellcheck="false" /></label>
        <label>Severity
          <select @change=${onChoice('severity')}>
            <option value="" .selected=${!asked.get('severity')}>any</option>
            ${SEVERITIES.map((name) => html`<option value=${name} .selected=${name === asked.get('severity')}>${name}</option>`)}
          </select>
        </label>
        ${siteChoice(site, onChoice('site'))}
        <label>Order
          <select @change=${(/** @type {Event} */ event) => {
            const value = /** @type {HTMLSelectElement} */ (event.target).value;
            go(href({ sort: value === 'count' ? null : value }));
          }}>
            ${Object.entries(ORDERS).map(([key, { name }]) => html`<option value=${key} .selected=${order === ORDERS[key]}>${name}</option>`)}
          </select>
        </label>
        <label class="check"><input type="checkbox" .checked=${asked.get('new') !== null} @change=${(/** @type {Event} */ event) => go(href({ new: /** @type {HTMLInputElement} */ (event.target).checked }))} /> New only</label>
        ${rangeBar(USUAL)}
      </div>
      <p class="result-line" role="status">
        ${body
          ? html`${counted(shown.length, 'pattern')}${body.total > body.patterns.length ? html` of ${count(body.total)}: the most frequent` : nothing}
              ${hidden.size > 0 ? html`, ${count(hidden.size)} hidden. <a href=${href({ hide: null })}>Show hidden</a>` : nothing}
              ${patterns.busy.value ? html`<span class="minor">updating…</span>` : nothing}`
          : nothing}
      </p>
      ${problemNote(patterns.problem.value, patterns.load)}
      ${body === undefined
        ? patterns.problem.value ? nothing : waiting('patterns')
        : shown.length === 0
          ? empty(
              narrowed || hidden.size > 0 ? 'No pattern matches' : 'No log line has reached the hub in this range',
              narrowed || hidden.size > 0
                ? html`<p><a href=${href({ site: null, severity: null, q: null, new: null, hide: null })}>Show all patterns</a></p>`
                : html`<p>Sites send patterns once a minute while they are in contact.</p>`,
            )
          : list.view({ ...body, patterns: shown }, { hide: (id) => href({ hide: [...hidden, id].join(',') }) })}
      ${body && body.total > body.patterns.length
        ? html`<p class="more"><a href=${href({ limit: String(body.patterns.length + 400) })}>Show ${count(Math.min(400, body.total - body.patterns.length))} more</a></p>`
        : nothing}
    </section>
  `;
}
