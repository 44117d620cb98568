// The fleet as a table: every site, never cut short. Long tables grow while the browser is idle, so that the first rows are quick.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { guard } from '/lib/lit-html/directives/guard.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { signal } from '/lib/signals.js';
import { href, params, sitePath } from './address.js';
import { now, sites as allSites } from './fleet.js';
import { bytes, count } from './format.js';
import { age, simulatedTag, stateChip } from './parts.js';
import { stateOf } from './states.js';
import { choice } from './zone.js';

/** @typedef {import('../types/contract.js').Site} Site */
/** @typedef {{key: string, title: string, hint?: string, number?: boolean, of: (site: Site) => number | string, cell: (site: Site) => unknown}} Column */

const FIRST_ROWS = 150;

/** @type {Column[]} */
const COLUMNS = [
  {
    key: 'site',
    title: 'Site',
    of: (site) => site.name,
    cell: (site) => html`<a href=${sitePath(site.id)}>${site.name}</a> ${simulatedTag(site.simulated)}`,
  },
  { key: 'state', title: 'State', of: (site) => stateOf(site.state).rank, cell: (site) => stateChip(site.state) },
  { key: 'region', title: 'Region', of: (site) => site.region, cell: (site) => site.region },
  { key: 'seen', title: 'Seen', hint: 'last contact', of: (site) => site.seen ?? 0, cell: (site) => age(site.seen, site) },
  {
    key: 'data',
    title: 'Data to',
    hint: 'newest sample held without a gap before it',
    of: (site) => site.dataTo ?? 0,
    cell: (site) => age(site.dataTo, site),
  },
  {
    key: 'filled',
    title: 'Filled to',
    hint: 'how far the back-fill has got',
    of: (site) => site.filledTo ?? 0,
    cell: (site) => age(site.filledTo, site),
  },
  {
    key: 'nodes',
    title: 'Nodes',
    number: true,
    of: (site) => site.nodes,
    cell: (site) => (site.nodesSilent > 0 ? html`${site.nodes} <span class="minor">(${site.nodesSilent} silent)</span>` : site.nodes),
  },
  {
    key: 'backlog',
    title: 'Backlog',
    number: true,
    of: (site) => site.backlogBytes ?? 0,
    cell: (site) => (site.backlogBytes ? bytes(site.backlogBytes) : html`<span class="none">–</span>`),
  },
  { key: 'contract', title: 'Contract', of: (site) => site.contract.text, cell: (site) => site.contract.text },
  { key: 'version', title: 'Agent', of: (site) => site.version || '', cell: (site) => site.version || html`<span class="none">–</span>` },
];

const rowsShown = signal(FIRST_ROWS);
let growing = false;

/** @param {number} total */
function growTo(total) {
  if (growing || rowsShown.peek() >= total) return;
  growing = true;
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ then) => setTimeout(then, 30));
  idle(() => {
    growing = false;
    rowsShown.value = Math.min(total, rowsShown.peek() * 3);
  });
}

/** The order that the address asks for; worst state first, then by name, if it asks for none. */
function order() {
  const asked = params.value.get('sort') ?? '';
  const down = asked.startsWith('-');
  const column = COLUMNS.find((candidate) => candidate.key === asked.replace(/^-/, ''));
  return { column, down };
}

/** @param {Site[]} sites */
function sorted(sites) {
  const { column, down } = order();
  const by = column?.of ?? ((/** @type {Site} */ site) => stateOf(site.state).rank);
  const sign = down ? -1 : 1;
  const rank = nameRanks();
  const name = (/** @type {Site} */ site) => rank.get(site.id) ?? 0;
  if (column?.key === 'site') return [...sites].sort((a, b) => sign * (name(a) - name(b)));
  return [...sites].sort((a, b) => sign * compare(by(a), by(b)) || name(a) - name(b));
}

const NATURAL = new Intl.Collator('en', { numeric: true });

/** @param {number | string} a @param {number | string} b */
function compare(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return a === b ? 0 : NATURAL.compare(String(a), String(b));
}

/** @type {{of: number, ranks: Map<string, number>}} */
let ranked = { of: -1, ranks: new Map() };

/** Where each site stands by name. Names hardly change, and comparing thousands of them every second would be felt. */
function nameRanks() {
  const all = allSites.value;
  if (ranked.of !== all.size) {
    const byName = [...all.values()].sort((a, b) => NATURAL.compare(a.name, b.name));
    ranked = { of: all.size, ranks: new Map(byName.map((site, i) => [site.id, i])) };
  }
  return ranked.ranks;
}

/** @param {Site[]} sites those to show */
export function siteTable(sites) {
  const rows = sorted(sites);
  const shown = rows.slice(0, rowsShown.value);
  growTo(rows.length);
  const { column: by, down } = order();
  // Ages of thousands of rows need not be exact to the second.
  const tick = rows.length > 500 ? Math.floor(now.value / 30_000) : now.value;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Sites">
    <table class="rows">
      <thead>
        <tr>
          ${COLUMNS.map((column) => {
            const current = by === column;
            const next = current && !down ? `-${column.key}` : column.key;
            return html`<th
              scope="col"
              class=${column.number ? 'number' : ''}
              aria-sort=${current ? (down ? 'descending' : 'ascending') : nothing}
            >
              <a href=${href({ sort: next })} title=${column.hint ?? nothing}>${column.title}<span class="arrow" aria-hidden="true">${current ? (down ? '▾' : '▴') : ''}</span></a>
            </th>`;
          })}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          shown,
          (site) => site.id,
          (site) => guard([site, tick, choice.value], () => row(site)),
        )}
      </tbody>
    </table>
    ${shown.length < rows.length ? html`<p class="waiting">${count(rows.length - shown.length)} more rows are on their way…</p>` : nothing}
  </div>`;
}

/** @param {Site} site */
function row(site) {
  return html`<tr>
    ${COLUMNS.map((column, i) =>
      i === 0
        ? html`<th scope="row">${column.cell(site)}</th>`
        : html`<td class=${column.number ? 'number' : ''}>${column.cell(site)}</td>`,
    )}
  </tr>`;
}
