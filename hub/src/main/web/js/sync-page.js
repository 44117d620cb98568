// Sync: where is data stuck? The hub sorts and pages, so that thousands of sites are as quick as ten.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { effect, untracked } from '/lib/signals.js';
import { go, href, params, syncPath } from './address.js';
import { get } from './api.js';
import { bytes, bytesPerSecond, count, counted } from './format.js';
import { darkText } from './ledger.js';
import { age, empty, pager, problemNote, stateMark, waiting } from './parts.js';
import { resource } from './resource.js';

/** @typedef {import('../types/contract.js').SyncRow} SyncRow */
/** @typedef {import('../types/contract.js').SyncBody} SyncBody */
/** @typedef {{key: string, title: string, number?: boolean, cell: (row: SyncRow) => unknown}} Column */

const AGAIN_MS = 15_000;
const ROWS = 100;
const USUAL = '-backlog';

/** What is zero stays in the background: the eye finds the rows that matter. @param {number} value @param {(value: number) => string} [format] */
function some(value, format = count) {
  return value ? format(value) : html`<span class="none">${format(value)}</span>`;
}

/** @type {Column[]} */
const COLUMNS = [
  { key: 'site', title: 'Site', cell: (row) => html`${stateMark(row.state)}<a href=${href({}, syncPath(row.id))}>${row.name}</a>` },
  { key: 'backlog', title: 'Backlog', number: true, cell: (row) => some(row.backlogBytes, bytes) },
  { key: 'batches', title: 'Batches', number: true, cell: (row) => some(row.backlogBatches) },
  { key: 'rate', title: 'Rate', number: true, cell: (row) => some(row.bytesPerSecond, bytesPerSecond) },
  { key: 'done', title: 'Done', cell: (row) => (row.finishAt === undefined ? html`<span class="none">–</span>` : age(row.finishAt)) },
  { key: 'last', title: 'Last batch', cell: (row) => age(row.lastBatchAt) },
  { key: 'road', title: 'Road', cell: (row) => (row.road === 'usb' ? 'USB' : 'MQTT') },
  { key: 'refused', title: 'Refused', number: true, cell: (row) => some(row.refused) },
  { key: 'gaps', title: 'Gaps', number: true, cell: (row) => some(row.gaps) },
  { key: 'dark', title: 'Can stay dark', number: true, cell: (row) => (row.summaryDays === undefined ? html`<span class="none">–</span>` : darkText(row.summaryDays)) },
];

/** What the address asks for, as a question to the hub. */
function question() {
  const asked = new URLSearchParams({ sort: params.value.get('sort') ?? USUAL, from: String(firstRow()), limit: String(ROWS) });
  const text = params.value.get('q');
  if (text) asked.set('q', text);
  return asked.toString();
}

function firstRow() {
  const page = Number(params.value.get('page') ?? 1);
  return Number.isInteger(page) && page > 1 && page < 10_000 ? (page - 1) * ROWS : 0;
}

/** @returns {import('./main.js').Page} */
export function open() {
  const sync = resource((abort) => /** @type {Promise<SyncBody>} */ (get(`/sync?${untracked(question)}`, abort)));
  const stop = effect(() => {
    question();
    untracked(() => void sync.load());
  });
  const again = setInterval(() => {
    if (!document.hidden) void sync.load();
  }, AGAIN_MS);
  return {
    title: 'Sync',
    close() {
      stop();
      clearInterval(again);
      sync.close();
    },
    view: () => view(sync),
  };
}

/** @param {ReturnType<typeof resource<SyncBody>>} sync */
function view(sync) {
  const body = sync.data.value;
  const asked = params.value.get('q') ?? '';
  return html`
    <div class="page-head">
      <h1 tabindex="-1">Sync</h1>
      <p class="lede">${body ? lede(body) : nothing}</p>
    </div>
    <section class="card flush" aria-label="Sync by site">
      <div class="filter-bar">
        <label class="grow"><span>Sites</span>
          <input type="search" name="q" .value=${asked} placeholder="Part of a name" autocomplete="off" @change=${filter}></label>
      </div>
      ${problemNote(sync.problem.value, sync.load)}
      ${body === undefined
        ? sync.problem.value ? nothing : waiting('backlogs')
        : body.total === 0
          ? asked
            ? empty('No site has such a name', html`<p><a href=${href({ q: null, page: null })}>All sites</a></p>`)
            : empty('No sites yet', html`<p>Once a site reports, its backlog stands here. <a href=${href({}, '/')}>Go to the fleet</a></p>`)
          : html`${table(body)}${pager(body.total, body.from, body.sites.length, ROWS, 'site')}`}
    </section>
  `;
}

/** @param {Event} event */
function filter(event) {
  go(href({ q: /** @type {HTMLInputElement} */ (event.target).value.trim(), page: null }), { replace: true });
}

/** @param {SyncBody} body */
function lede(body) {
  return html`${body.waiting === 0 ? 'Nothing waits at any site, as far as the hub knows.' : `${bytes(body.backlogBytes)} wait at ${counted(body.waiting, 'site')}.`}
    ${body.refused > 0 ? html`<strong>${counted(body.refused, 'batch was', 'batches were')} refused.</strong>` : nothing}
    ${body.gaps > 0 ? `${counted(body.gaps, 'gap')} known.` : nothing}`;
}

/** @param {SyncBody} body */
function table(body) {
  const asked = params.value.get('sort') ?? USUAL;
  const down = asked.startsWith('-');
  const by = asked.replace(/^-/, '');
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Sync by site">
    <table class="rows">
      <thead>
        <tr>
          ${COLUMNS.map((column) => {
            const current = column.key === by;
            const next = current && !down ? `-${column.key}` : current || !column.number ? column.key : `-${column.key}`;
            return html`<th scope="col" class=${column.number ? 'number' : ''} aria-sort=${current ? (down ? 'descending' : 'ascending') : nothing}>
              <a href=${href({ sort: next === USUAL ? null : next, page: null })}>${column.title}<span class="arrow" aria-hidden="true">${current ? (down ? '▾' : '▴') : ''}</span></a>
            </th>`;
          })}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          body.sites,
          (row) => row.id,
          (row) => html`<tr>
            ${COLUMNS.map((column, i) => (i === 0 ? html`<th scope="row">${column.cell(row)}</th>` : html`<td class=${column.number ? 'number' : ''}>${column.cell(row)}</td>`))}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
