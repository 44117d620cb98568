// Fleet: how is the fleet, and what changed?

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { go, href, params, sitePath } from './address.js';
import { isAdmin } from './api.js';
import { asOf, changed, counts, hub, now, sites, visits } from './fleet.js';
import { filter, filtering, matches } from './fleet-filter.js';
import { count, counted, sentence } from './format.js';
import './honeycomb.js';
import { age, empty, policyNotice, segmented, stateChip, stateMark, waiting } from './parts.js';
import { siteTable } from './site-table.js';
import { STATES, stateOf } from './states.js';
import { duration } from './time.js';

/** The list on the page is the most urgent; the rest is one click away. */
const VISITS_SHOWN = 10;
const CHANGES_SHOWN = 12;

/** @returns {import('./main.js').Page} */
export function open() {
  return { title: 'Fleet', view };
}

function view() {
  const loaded = asOf.value !== undefined;
  if (!loaded) return html`<h1 tabindex="-1">Fleet</h1>${waiting('the fleet')}`;
  if (sites.value.size === 0) return html`<h1 tabindex="-1">Fleet</h1>${noSites()}`;
  const all = [...sites.value.values()];
  const shown = filtering.value ? all.filter(matches) : all;
  const table = params.value.get('view') === 'table';
  return html`
    <div class="page-head">
      <h1 tabindex="-1">Fleet</h1>
      <p class="lede">${lede(all.length)}</p>
      <p class="card-link"><a href=${href({}, '/upgrades')}>Ready for an upgrade?</a></p>
    </div>
    ${hub.value?.policyNotice ? policyNotice(hub.value.policyNotice) : nothing} ${stateCounts()}
    <div class="fleet ${table ? 'as-table' : ''}">
      <section class="card comb" aria-labelledby="comb-title">
        <div class="card-head">
          <h2 id="comb-title">Sites</h2>
          ${filterLine(shown.length, all.length)}
          <label class="name-filter"><span class="sr">Filter by name</span>
            <input type="search" placeholder="Filter by name" .value=${filter.value.q} @input=${onName} />
          </label>
          ${segmented('Show sites as', [
            { text: 'Honeycomb', href: href({ view: null, sort: null }), current: !table },
            { text: 'Table', href: href({ view: 'table' }), current: table },
          ])}
        </div>
        ${shown.length === 0
          ? empty('No site matches', html`<p><a href=${href({ state: null, region: null, q: null })}>Show all sites</a></p>`)
          : nothing}
        ${table
          ? shown.length > 0
            ? siteTable(shown)
            : nothing
          : html`<sk-honeycomb ?hidden=${shown.length === 0} role="group" aria-label="Sites by region. Arrow keys walk, Enter opens a site."></sk-honeycomb>`}
      </section>
      ${visitList()} ${changeList()}
    </div>
  `;
}

/** @param {number} total */
function lede(total) {
  const overdue = counts.value['offline-unexpected'] ?? 0;
  const weak = counts.value.degraded ?? 0;
  const fine = overdue === 0 && weak === 0;
  const down = hubDowntime();
  return html`${counted(total, 'site')}.
    ${fine
      ? 'None is silent beyond its contract.'
      : html`${overdue > 0 ? `${count(overdue)} silent beyond ${overdue === 1 ? 'its' : 'their'} contract` : nothing}${overdue > 0 && weak > 0 ? ', ' : nothing}${weak > 0 ? `${count(weak)} degraded` : nothing}.`}
    ${down ? html`<span class="minor">${down}</span>` : nothing}`;
}

/** The hub's own absence is not held against any site, and the page says that it was away. */
function hubDowntime() {
  const spans = hub.value?.downtime ?? [];
  const dayAgo = now.value - 24 * 3_600_000;
  const away = spans.reduce((sum, span) => sum + Math.max(0, span.to - Math.max(dayAgo, span.from)), 0);
  return away >= 60_000 ? `The hub itself was away for ${duration(away)} in the last 24 h; that is not counted against sites.` : '';
}

function stateCounts() {
  return html`<nav class="counts" aria-label="Filter by state">
    ${STATES.map((state) => {
      const current = filter.value.state === state.word;
      const n = counts.value[state.word] ?? 0;
      return html`<a
        class="count s-${state.word} ${n === 0 ? 'zero' : ''}"
        href=${href({ state: current ? null : state.word })}
        aria-current=${current ? 'true' : nothing}
        title=${state.means}
      >
        <span class="count-number">${count(n)}</span>
        <span class="count-word">${stateMark(state.word)}${state.label}</span>
      </a>`;
    })}
  </nav>`;
}

/** @param {number} shown @param {number} total */
function filterLine(shown, total) {
  if (!filtering.value) return html`<p class="filters"></p>`;
  const { state, region } = filter.value;
  return html`<p class="filters">
    <span>${count(shown)} of ${count(total)}</span>
    ${state ? chip(stateOf(state).short, { state: null }) : nothing}
    ${region ? chip(region, { region: null }) : nothing}
    <a href=${href({ state: null, region: null, q: null })}>Show all</a>
  </p>`;
}

/** @param {string} text @param {Record<string, null>} without */
function chip(text, without) {
  return html`<a class="chip" href=${href(without)} aria-label="Remove filter: ${text}">${text} <span aria-hidden="true">×</span></a>`;
}

/** @param {InputEvent} event */
function onName(event) {
  go(href({ q: /** @type {HTMLInputElement} */ (event.target).value }), { replace: true });
}

function visitList() {
  const due = visits.value.filter((visit) => !visit.recovered);
  const recovered = visits.value.filter((visit) => visit.recovered);
  return html`<section class="card visits" aria-labelledby="visits-title">
    <div class="card-head"><h2 id="visits-title">Needs a visit</h2>${due.length > 0 ? html`<span class="badge">${count(due.length)}</span>` : nothing}</div>
    ${due.length === 0 ? html`<p class="quiet">No site needs anybody to go there.</p>` : nothing}
    <ol class="list">
      ${due.slice(0, VISITS_SHOWN).map((visit) => visitItem(visit))}
    </ol>
    ${due.length > VISITS_SHOWN
      ? html`<p class="more"><a href=${href({ state: 'offline-unexpected', view: 'table', sort: 'seen' })}>${count(due.length - VISITS_SHOWN)} more</a></p>`
      : nothing}
    ${recovered.length > 0
      ? html`<h3>Recovered, cancel the visit?</h3>
          <ol class="list">${recovered.slice(0, VISITS_SHOWN).map((visit) => visitItem(visit))}</ol>`
      : nothing}
  </section>`;
}

/** @param {import('../types/contract.js').Visit} visit */
function visitItem(visit) {
  const site = sites.value.get(visit.site);
  return html`<li>
    <div class="list-main">
      ${stateMark(site?.state ?? 'offline-unexpected')}<a href=${sitePath(visit.site)}>${visit.name}</a>
      <span class="list-when">${age(visit.since, site)}</span>
    </div>
    <p class="list-why">${sentence(visit.reason)}${visit.spare ? html`. Bring: ${visit.spare}` : nothing}${visit.nextContact !== undefined ? html`. Next contact expected ${age(visit.nextContact, site)}` : nothing}</p>
  </li>`;
}

function changeList() {
  const hour = now.value - 3_600_000;
  const recent = bySite(changed.value.filter((change) => change.at > hour));
  return html`<section class="card changes" aria-labelledby="changes-title">
    <div class="card-head"><h2 id="changes-title">Changed in the last hour</h2>${recent.length > 0 ? html`<span class="badge">${count(recent.length)}</span>` : nothing}</div>
    ${recent.length === 0 ? html`<p class="quiet">Nothing changed.</p>` : nothing}
    <ol class="list">${recent.slice(0, CHANGES_SHOWN).map(changeItem)}</ol>
    ${recent.length > CHANGES_SHOWN
      ? html`<details class="rest">
          <summary>${count(recent.length - CHANGES_SHOWN)} more</summary>
          <ol class="list">${recent.slice(CHANGES_SHOWN).map(changeItem)}</ol>
        </details>`
      : nothing}
  </section>`;
}

/**
 * One row per site, newest first: from what it was before its first change to what its last one made of it. A site that
 * came and went is one line, not ten.
 * @param {import('../types/contract.js').Change[]} changes newest first
 */
function bySite(changes) {
  /** @type {Map<string, import('../types/contract.js').Change & {times: number}>} */
  const rows = new Map();
  for (const change of changes) {
    const row = rows.get(change.site);
    rows.set(change.site, row ? { ...row, from: change.from, times: row.times + 1 } : { ...change, times: 1 });
  }
  return [...rows.values()];
}

/** @param {import('../types/contract.js').Change & {times: number}} change */
function changeItem(change) {
  const to = stateOf(change.to).short;
  const what =
    change.from === change.to
      ? `${to} again`
      : html`${stateOf(change.from).short} <span aria-hidden="true">→</span><span class="sr">to</span> ${to}`;
  return html`<li>
    <div class="list-main">
      ${stateMark(change.to)}<a href=${sitePath(change.site)}>${change.name}</a>
      <span class="list-when">${age(change.at, sites.value.get(change.site))}</span>
    </div>
    <p class="list-why">${what}${change.times > 1 ? `, ${count(change.times)} changes` : ''}</p>
  </li>`;
}

function noSites() {
  return empty(
    'No sites yet',
    html`
      <ol class="steps">
        <li>
          <strong>Register a site</strong> with a name, a region and its contract: how often it is expected to report.
          ${isAdmin() ? html`<p><a class="button main" href=${href({}, '/settings')}>Register a site</a></p>` : html`<p>An administrator can do this under Settings.</p>`}
        </li>
        <li><strong>Let its nodes join.</strong> Under Settings, Enrol, make a join code and run the command that it shows on each node of that site.</li>
        <li><strong>Come back here.</strong> The first batch shows within a minute; this page updates by itself.</li>
      </ol>
      <p class="hint">States you will meet: ${STATES.map((state) => html`${stateChip(state.word)} `)}</p>
    `,
  );
}
