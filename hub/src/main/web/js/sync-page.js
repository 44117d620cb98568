// Sync: where is data stuck?

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { guard } from '/lib/lit-html/directives/guard.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { href, params, sitePath } from './address.js';
import { get } from './api.js';
import { now, sites } from './fleet.js';
import { bytes, bytesPerSecond, count, counted } from './format.js';
import { age, empty, problemNote, stateMark, waiting } from './parts.js';
import { resource } from './resource.js';
import { choice } from './zone.js';

/** @typedef {import('../types/contract.js').SyncRow} SyncRow */
/** @typedef {{key: string, title: string, number?: boolean, of: (row: SyncRow) => number | string, cell: (row: SyncRow) => unknown}} Column */

const AGAIN_MS = 15_000;

/** What is zero stays in the background: the eye finds the rows that matter. @param {number | undefined} value @param {(value: number | undefined) => string} [format] */
function some(value, format = count) {
  return value ? format(value) : html`<span class="none">${format(value)}</span>`;
}

/** @type {Column[]} */
const COLUMNS = [
  {
    key: 'site',
    title: 'Site',
    of: (row) => row.name,
    cell: (row) => html`${stateMark(sites.value.get(row.id)?.state ?? 'never-seen')}<a href=${sitePath(row.id)}>${row.name}</a>`,
  },
  { key: 'backlog', title: 'Backlog', number: true, of: (row) => row.backlogBytes, cell: (row) => some(row.backlogBytes, bytes) },
  { key: 'batches', title: 'Batches', number: true, of: (row) => row.backlogBatches ?? 0, cell: (row) => some(row.backlogBatches) },
  { key: 'rate', title: 'Rate', number: true, of: (row) => row.bytesPerSecond ?? 0, cell: (row) => some(row.bytesPerSecond, bytesPerSecond) },
  { key: 'done', title: 'Done', of: (row) => row.finishAt ?? 0, cell: (row) => (row.finishAt === undefined ? html`<span class="none">–</span>` : age(row.finishAt)) },
  { key: 'last', title: 'Last batch', of: (row) => row.lastBatchAt ?? 0, cell: (row) => age(row.lastBatchAt) },
  { key: 'road', title: 'Road', of: (row) => row.road ?? '', cell: (row) => (row.road === 'usb' ? 'USB' : row.road === 'mqtt' ? 'MQTT' : '–') },
  { key: 'refused', title: 'Refused', number: true, of: (row) => row.refused ?? 0, cell: (row) => some(row.refused) },
  { key: 'gaps', title: 'Gaps', number: true, of: (row) => row.gaps ?? 0, cell: (row) => some(row.gaps) },
];

const NATURAL = new Intl.Collator('en', { numeric: true });

/** @returns {import('./main.js').Page} */
export function open() {
  const sync = resource((abort) => /** @type {Promise<{sites: SyncRow[]}>} */ (get('/sync', abort)));
  void sync.load();
  const again = setInterval(() => {
    if (!document.hidden) void sync.load();
  }, AGAIN_MS);
  return {
    title: 'Sync',
    close() {
      clearInterval(again);
      sync.close();
    },
    view: () => view(sync),
  };
}

/** @param {ReturnType<typeof resource<{sites: SyncRow[]}>>} sync */
function view(sync) {
  const rows = sync.data.value?.sites;
  return html`
    <div class="page-head">
      <h1 tabindex="-1">Sync</h1>
      <p class="lede">${rows ? lede(rows) : nothing}</p>
    </div>
    <section class="card flush" aria-label="Sync by site">
      ${problemNote(sync.problem.value, sync.load)}
      ${rows === undefined
        ? sync.problem.value ? nothing : waiting('backlogs')
        : rows.length === 0
          ? empty('No sites yet', html`<p>Once a site reports, its backlog stands here. <a href=${href({}, '/')}>Go to the fleet</a></p>`)
          : table(rows)}
    </section>
  `;
}

/** @param {SyncRow[]} rows */
function lede(rows) {
  const behind = rows.filter((row) => row.backlogBytes > 0);
  const total = behind.reduce((sum, row) => sum + row.backlogBytes, 0);
  const refused = rows.reduce((sum, row) => sum + (row.refused ?? 0), 0);
  return html`${behind.length === 0 ? 'Nothing waits at any site, as far as the hub knows.' : `${bytes(total)} wait at ${counted(behind.length, 'site')}.`}
    ${refused > 0 ? html`<strong>${counted(refused, 'batch was', 'batches were')} refused.</strong>` : nothing}`;
}

/** @param {SyncRow[]} rows */
function table(rows) {
  const asked = params.value.get('sort') ?? '-backlog';
  const down = asked.startsWith('-');
  const by = COLUMNS.find((column) => column.key === asked.replace(/^-/, '')) ?? COLUMNS[1];
  const sorted = [...rows].sort((a, b) => {
    const [x, y] = [by.of(a), by.of(b)];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : NATURAL.compare(String(x), String(y));
    return (down ? -order : order) || NATURAL.compare(a.name, b.name);
  });
  const tick = rows.length > 500 ? Math.floor(now.value / 30_000) : now.value;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Sync by site">
    <table class="rows">
      <thead>
        <tr>
          ${COLUMNS.map((column) => {
            const current = column === by;
            const next = current && !down ? `-${column.key}` : current || !column.number ? column.key : `-${column.key}`;
            return html`<th scope="col" class=${column.number ? 'number' : ''} aria-sort=${current ? (down ? 'descending' : 'ascending') : nothing}>
              <a href=${href({ sort: next === '-backlog' ? null : next })}>${column.title}<span class="arrow" aria-hidden="true">${current ? (down ? '▾' : '▴') : ''}</span></a>
            </th>`;
          })}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          sorted,
          (row) => row.id,
          (row) =>
            guard([row, tick, choice.value, sites.value.get(row.id)?.state], () => html`<tr>
              ${COLUMNS.map((column, i) => (i === 0 ? html`<th scope="row">${column.cell(row)}</th>` : html`<td class=${column.number ? 'number' : ''}>${column.cell(row)}</td>`))}
            </tr>`),
        )}
      </tbody>
    </table>
  </div>`;
}
