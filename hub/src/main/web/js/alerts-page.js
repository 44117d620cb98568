// Alerts: what must I act on? One row per cause; the hub sorts and pages.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { href, params, sitePath } from './address.js';
import { get } from './api.js';
import { alertFilters, isNarrowed, pageOf, state, watched } from './alert-filters.js';
import { count, counted } from './format.js';
import { age, empty, pager, problemNote, waiting } from './parts.js';
import { severityTag } from './pattern-list.js';

/** @typedef {import('../types/contract.js').AlertCause} AlertCause */
/** @typedef {import('../types/contract.js').AlertsBody} AlertsBody */
/** @typedef {{key: string, title: string, number?: boolean, cell: (row: AlertCause) => unknown}} Column */

const ROWS = 100;
const USUAL = '-severity';

/** @type {Column[]} */
const COLUMNS = [
  { key: 'severity', title: 'Severity', number: false, cell: (row) => severityTag(row.severity) },
  {
    key: 'rule',
    title: 'Cause',
    cell: (row) => html`<a href=${causeHref(row)}>${row.rule}</a> <span class="cause-says">${row.summary}</span><span class="narrow">${places(row)}</span>`,
  },
  { key: 'sites', title: 'Sites', number: true, cell: (row) => count(row.sites) },
  { key: 'places', title: 'Where', cell: places },
  { key: 'alerts', title: 'Alerts', number: true, cell: alertsOf },
  { key: 'newest', title: 'Newest', cell: (row) => age(row.newest) },
  { key: 'oldest', title: 'Oldest', cell: (row) => age(row.oldest) },
];

const UNSORTED = 'places';

/** @param {AlertCause} row */
function causeHref(row) {
  return href({ rule: row.rule, severity: row.severity, state: params.value.get('state'), site: params.value.get('site') }, '/alerts/cause');
}

/** @param {AlertCause} row */
function places(row) {
  const more = row.sites - row.at.length;
  return html`${row.at.map((place, i) => html`${i > 0 ? ', ' : nothing}<a href=${href({}, sitePath(place.id))}>${place.name}</a>${place.episodes > 1 ? html` <span class="minor">(${count(place.episodes)})</span>` : nothing}`)}${more > 0
    ? html` <a href=${causeHref(row)}>and ${count(more)} more<span class="sr"> sites with ${row.rule}</span></a>`
    : nothing}`;
}

/** @param {AlertCause} row */
function alertsOf(row) {
  const past = row.past > 0 ? (row.open > 0 ? `${count(row.past)} past` : 'past') : '';
  const known = row.acknowledged > 0 ? (row.acknowledged === row.open ? 'acknowledged' : `${count(row.acknowledged)} acknowledged`) : '';
  const notes = [known, past].filter(Boolean).join(', ');
  return html`${count(row.open > 0 ? row.open : row.past)}${notes ? html` <span class="below">${notes}</span>` : nothing}`;
}

/** What the address asks for, as a question to the hub. */
function question() {
  const asked = new URLSearchParams({ state: state(), sort: params.value.get('sort') ?? USUAL, from: String((pageOf() - 1) * ROWS), limit: String(ROWS) });
  for (const name of ['severity', 'site', 'q']) {
    const value = params.value.get(name);
    if (value) asked.set(name, value);
  }
  return asked.toString();
}

/** @returns {import('./main.js').Page} */
export function open() {
  const { data: alerts, close } = watched(question, (asked, abort) => /** @type {Promise<AlertsBody>} */ (get(`/alerts?${asked}`, abort)));
  return { title: 'Alerts', close, view: () => view(alerts) };
}

/** @param {ReturnType<typeof import('./resource.js').resource<AlertsBody>>} alerts */
function view(alerts) {
  const body = alerts.data.value;
  return html`
    <div class="page-head">
      <h1 tabindex="-1">Alerts</h1>
      <p class="lede">${body ? lede(body) : nothing}</p>
    </div>
    <section class="card flush" aria-label="Alerts by cause">
      ${alertFilters({ severity: true, text: true })} ${problemNote(alerts.problem.value, alerts.load)}
      ${body === undefined
        ? alerts.problem.value ? nothing : waiting('alerts')
        : body.total === 0
          ? nothingHere(body)
          : html`${table(body)}${pager(body.total, body.from, body.alerts.length, ROWS, 'cause')}`}
    </section>
  `;
}

/** @param {AlertsBody} body */
function lede(body) {
  if (state() === 'past') return body.past === 0 ? nothing : `${counted(body.past, 'alert')} of the past, by ${counted(body.total, 'cause')}.`;
  if (body.open === 0) return body.known === 0 || isNarrowed() ? nothing : 'Nothing is wrong, as far as the hub knows.';
  const known = body.acknowledged === 0 ? '' : body.acknowledged === body.open ? ', acknowledged' : `, ${count(body.acknowledged)} of them acknowledged`;
  return `${counted(body.open, 'alert')} open${known}, by ${counted(body.total, 'cause')}.`;
}

/** @param {AlertsBody} body */
function nothingHere(body) {
  if (isNarrowed()) return empty('No alert matches', html`<p><a href=${href({ severity: null, site: null, q: null, page: null })}>Show all</a></p>`);
  if (body.known === 0) {
    return empty('No open alerts', html`<p>Nodes judge their rules themselves, also while they are dark, and tell of alerts once they are in contact. None has told of one yet.</p>`);
  }
  return state() === 'past'
    ? empty('No past alerts', html`<p>Alerts stand here once they are over, or if they came too late to act on.</p>`)
    : empty('No open alerts', html`<p>Nodes judge their rules themselves, also while they are dark. <a href=${href({ state: 'past' })}>Past alerts</a></p>`);
}

/** @param {AlertsBody} body */
function table(body) {
  const asked = params.value.get('sort') ?? USUAL;
  const down = asked.startsWith('-');
  const by = asked.replace(/^-/, '');
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Alerts by cause">
    <table class="rows alerts">
      <thead>
        <tr>
          ${COLUMNS.map((column) => {
            if (column.key === UNSORTED) return html`<th scope="col" class="where">${column.title}</th>`;
            const current = column.key === by;
            const next = current ? !down : column.key !== 'rule';
            const sort = `${next ? '-' : ''}${column.key}`;
            return html`<th scope="col" class=${column.number ? 'number' : ''} aria-sort=${current ? (down ? 'descending' : 'ascending') : nothing}>
              <a href=${href({ sort: sort === USUAL ? null : sort, page: null })}>${column.title}<span class="arrow" aria-hidden="true">${current ? (down ? '▾' : '▴') : ''}</span></a>
            </th>`;
          })}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          body.alerts,
          (row) => `${row.severity} ${row.rule}`,
          (row) => html`<tr class=${row.open > 0 ? '' : 'past'}>
            ${COLUMNS.map((column) => {
              const look = column.number ? 'number' : column.key === 'rule' ? 'wide' : column.key === 'places' ? 'wide where' : '';
              return column.key === 'rule' ? html`<th scope="row" class=${look}>${column.cell(row)}</th>` : html`<td class=${look}>${column.cell(row)}</td>`;
            })}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
