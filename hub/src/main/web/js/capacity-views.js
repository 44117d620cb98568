// Whether there is room: until when on the disks of a site, and in what its workloads ask for.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { href, nodePath } from './address.js';
import { bytes, count, counted, mebibytes, millicores, percent, sentence } from './format.js';
import { age, empty, pager } from './parts.js';
import { condition } from './site-follow.js';

/** @typedef {import('../types/contract.js').Disk} Disk */
/** @typedef {import('../types/contract.js').DisksBody} DisksBody */
/** @typedef {import('../types/contract.js').RequestRow} RequestRow */
/** @typedef {import('../types/contract.js').RequestsBody} RequestsBody */
/** @typedef {import('../types/contract.js').ResourceRequest} ResourceRequest */

const DAY = 86_400_000;
/** From here on somebody should see to it. */
const SOON = 14 * DAY;
const VERY_SOON = 3 * DAY;

/** @typedef {'ok' | 'ill' | 'busy' | 'none'} Look */

/** @param {Disk} disk @param {number} now @returns {Look} */
function lookOf(disk, now) {
  if (disk.word === 'full') return 'ill';
  if (disk.word === 'between' && disk.earliest !== undefined) {
    return disk.earliest - now < VERY_SOON ? 'ill' : disk.earliest - now < SOON ? 'busy' : 'ok';
  }
  return disk.word === 'not-within' ? 'ok' : 'none';
}

/** Disks with until when there is room, those that are full soonest first. @param {DisksBody} body @param {string} id @param {{zone?: string}} site @param {boolean} [ofNode] */
export function diskTable(body, id, site, ofNode = false) {
  if (body.disks.length === 0) return empty('No disk was told of in two weeks', html`<p>Nodes tell of their file systems, and kubelets of the volumes of claims.</p>`);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Disks and volumes">
    <table class="rows tall">
      <thead><tr><th scope="col">${ofNode ? 'File system or volume' : 'Disk or volume'}</th><th scope="col">Full</th><th scope="col" class="number">Used</th><th scope="col" class="number">Free</th>${ofNode ? nothing : html`<th scope="col">Node</th>`}<th scope="col">Told</th></tr></thead>
      <tbody>
        ${repeat(
          body.disks,
          (disk) => `${disk.node} ${disk.claim ?? disk.place}`,
          (disk) => html`<tr>
            <th scope="row" class="object">${disk.claim ?? disk.place}<span class="below">${disk.claim ? 'volume of a claim' : 'file system'}</span></th>
            <td class="wide">${condition(lookOf(disk, body.to), disk.sentence)}</td>
            <td class="number">${percent(1 - disk.free / disk.size)}<span class="below">of ${bytes(disk.size)}</span></td>
            <td class="number">${bytes(disk.free)}</td>
            ${ofNode ? nothing : html`<td><a href=${href({}, nodePath(id, disk.node))}>${disk.node}</a></td>`}
            <td>${age(disk.toldTo, site)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** How far the table is to be believed. */
export function diskNote() {
  return html`<p class="quiet">From the fullest moment of each day in the last two weeks. The range holds in nine of ten cases if it goes on filling as it did; after a cleaning only what followed counts.</p>`;
}

/** @param {DisksBody} body @param {string} id @param {{zone?: string}} site @param {number} rows */
export function disks(body, id, site, rows) {
  return html`${diskTable(body, id, site)} ${pager(body.total, body.offset, body.disks.length, rows, 'disk')} ${diskNote()}`;
}

/** @param {DisksBody} body */
export function disksLede(body) {
  return body.total === 0 ? nothing : `${counted(body.total, 'disk')}, ${body.soon > 0 ? `${count(body.soon)} may be full within 14 days` : 'none that fills within 14 days, as far as can be said'}.`;
}

/** @type {Record<string, [Look, string]>} */
const WORDS = {
  raise: ['ill', 'too low'],
  set: ['busy', 'not set'],
  lower: ['busy', 'too high'],
  fits: ['ok', 'fits'],
  'too-little-data': ['none', 'not known'],
};

/** @param {ResourceRequest} one @param {(value: number | undefined) => string} shown @param {string} most */
function used(one, shown, most) {
  return html`${shown(one.used.high)}<span class="below">usual ${shown(one.used.usual)}, ${most} ${shown(one.used.most)}</span>`;
}

/** @param {ResourceRequest} one @param {(value: number | undefined) => string} shown */
function asked(one, shown) {
  return html`${one.request === undefined ? html`<span class="none">none</span>` : shown(one.request)}<span class="below">${one.limit === undefined ? 'no limit' : `limit ${shown(one.limit)}`}</span>`;
}

/** @param {RequestsBody} body @param {number} rows */
export function requests(body, rows) {
  if (body.total === 0) {
    return body.known > 0
      ? empty('Nothing matches', html`<p><a href=${href({ namespace: null, q: null, page: null })}>Show all</a></p>`)
      : empty('Nothing was told in two weeks', html`<p>The agent with the role <code>cluster</code> or <code>all</code> tells what workloads ask for, those of the nodes what is used.</p>`);
  }
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Requests against use">
      <table class="rows tall">
        <thead><tr><th scope="col">Container</th><th scope="col">Requests</th><th scope="col">Advice</th><th scope="col" class="number">Pods now</th><th scope="col" class="number">Memory asked</th><th scope="col" class="number">Memory used, 95 %</th><th scope="col" class="number">CPU asked</th><th scope="col" class="number">CPU used, 95 %</th></tr></thead>
        <tbody>
          ${repeat(
            body.rows,
            (row) => `${row.kind} ${row.namespace}/${row.workload}/${row.container}`,
            (row) => html`<tr>
              <th scope="row" class="object">${row.workload}<span class="below">${row.kind}, ${row.namespace}${row.container === row.workload ? nothing : html`, ${row.container}`}</span></th>
              <td>${condition(...(WORDS[row.word] ?? /** @type {[Look, string]} */ (['none', row.word])))}</td>
              <td class="wide">${sentence(row.sentence)}</td>
              <td class="number">${count(row.pods)}</td>
              <td class="number">${asked(row.memory, mebibytes)}</td>
              <td class="number">${used(row.memory, mebibytes, 'most')}</td>
              <td class="number">${asked(row.cpu, millicores)}</td>
              <td class="number">${used(row.cpu, millicores, 'peak')}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${pager(body.total, body.offset, body.rows.length, rows, 'container')}
    <p class="quiet">From the last two weeks. 95 % is what sufficed in 95 of 100 hours, by their means; most and peak are the highest that samples 15 seconds apart have seen, and a shorter burst may have been higher. Advice: memory by the most and 15 %, CPU by 95 % and 15 % but not below the peak of a usual hour. 1Mi is 1,048,576 bytes, 1m a thousandth of a core.</p>
    ${body.untold > 0 ? html`<p class="quiet">Of ${counted(body.untold, 'container')} nobody told to which workload it belongs.</p>` : nothing}`;
}

/** @param {RequestsBody} body */
export function requestsLede(body) {
  if (body.known === 0) return nothing;
  if (body.memory.asked === 0 && body.cpu.asked === 0) return 'Nothing is asked for by what has run for three days.';
  return `${mebibytes(body.memory.asked)} of memory and ${millicores(body.cpu.asked)} of CPU are reserved by what runs now and has for three days; ${mebibytes(body.memory.unused)} and ${millicores(body.cpu.unused)} of these were not used in two weeks.`;
}
