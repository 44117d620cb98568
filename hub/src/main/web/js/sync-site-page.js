// A site's data on its way: what waits, what became of its records, and why some are lost.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { href, params, sitePath, syncPath } from './address.js';
import { Refused, get } from './api.js';
import { bytes, bytesPerSecond, count, counted, sentence } from './format.js';
import { causeText, spanText } from './gaps.js';
import { addUp, anyOf, darkText, recordsText } from './ledger.js';
import { ledgerPicture, ledgerTable } from './ledger-view.js';
import { age, empty, moment, problemNote, stateChip, waiting } from './parts.js';
import { resource } from './resource.js';
import { streamName } from './streams.js';
import { zoneLabel, zoneOf } from './zone.js';

/** @typedef {import('../types/contract.js').SiteSync} SiteSync */
/** @typedef {import('../types/contract.js').SyncNode} SyncNode */
/** @typedef {import('../types/contract.js').Loss} Loss */

const AGAIN_MS = 15_000;

/** @param {string} id @returns {import('./main.js').Page} */
export function open(id) {
  const sync = resource((abort) => /** @type {Promise<SiteSync>} */ (get(syncPath(id), abort)));
  void sync.load();
  const again = setInterval(() => {
    if (!document.hidden) void sync.load();
  }, AGAIN_MS);
  return {
    title: () => `${params.value.get('gap') ? 'Gap' : 'Sync'} · ${sync.data.value?.site.name ?? id}`,
    close() {
      clearInterval(again);
      sync.close();
    },
    view() {
      const problem = sync.problem.value;
      if (problem instanceof Refused && problem.status === 404) {
        return html`<h1 tabindex="-1">No such site</h1>
          <section class="card">${empty(`There is no site “${id}”`, html`<p><a href=${href({}, '/sync')}>All sites</a></p>`)}</section>`;
      }
      const data = sync.data.value;
      if (!data) return html`<h1 tabindex="-1">Sync</h1><section class="card">${problem ? problemNote(problem, sync.load) : waiting('what became of its data')}</section>`;
      const gap = params.value.get('gap');
      return html`${problemNote(problem, sync.load)}${gap ? oneLoss(data, gap) : site(data)}`;
    },
  };
}

/** @param {SiteSync} data */
function site(data) {
  const { site: row, nodes, gaps } = data;
  return html`
    <p class="crumbs"><a href=${href({}, '/sync')}>Sync</a></p>
    <div class="page-head site-head">
      <h1 tabindex="-1">${row.name}</h1>
      ${stateChip(row.state)}
      <p class="lede">${row.backlogBytes > 0 ? `${bytes(row.backlogBytes)} wait at this site` : 'Nothing waits at this site, as far as the hub knows'}.
        <a href=${href({}, sitePath(row.id))}>The site's page</a></p>
    </div>
    <section class="card" aria-label="On its way">
      <dl class="small-facts">
        <div><dt>Backlog</dt><dd>${bytes(row.backlogBytes)}, ${counted(row.backlogBatches, 'batch', 'batches')} missing</dd></div>
        <div><dt>Rate</dt><dd>${bytesPerSecond(row.bytesPerSecond)}</dd></div>
        <div><dt>Done</dt><dd>${row.finishAt === undefined ? '–' : age(row.finishAt)}</dd></div>
        <div><dt>Road</dt><dd>${row.road === 'usb' ? 'USB' : 'MQTT'}, last batch ${age(row.lastBatchAt)}</dd></div>
        <div><dt>Refused batches</dt><dd>${count(row.refused)}</dd></div>
        <div><dt>Can stay dark</dt><dd>${dark(row)}</dd></div>
      </dl>
    </section>
    ${account(nodes)}
    <section class="card flush" aria-labelledby="by-node">
      <div class="card-head"><h2 id="by-node">By node</h2></div>
      ${nodeTable(nodes)}
    </section>
    <section class="card flush" aria-labelledby="gaps">
      <div class="card-head"><h2 id="gaps">Gaps</h2></div>
      ${gaps.length === 0 ? html`<p class="quiet">No loss is known: every record is at the hub, waits, or was refused.</p>` : lossTable(row.id, gaps)}
    </section>
  `;
}

/** @param {{summaryDays?: number, rawDays?: number}} clock */
function dark(clock) {
  if (clock.summaryDays === undefined) return html`<span class="none">not known yet</span>`;
  return `${darkText(clock.summaryDays)} before summaries are lost, ${darkText(clock.rawDays)} before raw detail`;
}

/** @param {SyncNode[]} nodes */
function account(nodes) {
  const told = nodes.filter((node) => node.toldAt !== undefined);
  const asked = told.find((node) => node.uid === params.value.get('node'));
  const shown = asked ? [asked] : told;
  const days = shown.flatMap((node) => node.days);
  const total = addUp(days, () => '')[0];
  return html`<section class="card flush" aria-labelledby="account">
    <div class="card-head">
      <h2 id="account">What became of its records</h2>
      ${told.length > 1
        ? html`<nav class="segmented" aria-label="Node">
            <a href=${href({ node: null })} aria-current=${asked ? nothing : 'true'}>All nodes</a>
            ${told.map((node) => html`<a href=${href({ node: node.uid })} aria-current=${node === asked ? 'true' : nothing}>${node.name}</a>`)}
          </nav>`
        : nothing}
    </div>
    ${total === undefined
      ? html`<p class="quiet">No node of this site has told its account yet; it does soon after it starts, and then every hour.</p>`
      : html`<p class="ledger-sum">${recordsText(total.collected)} collected, as ${shown.length === 1 ? shown[0].name : 'its nodes'} told ${age(Math.min(...shown.map((node) => node.toldAt ?? 0)))}.
          ${days.every((day) => day.balances) ? 'Every record is accounted for.' : html`<strong>The account does not balance.</strong>`}
          ${anyOf(total.coarse) ? `Delivered coarsely: ${recordsText(total.coarse)} whose minutes gave way in a full ring, as the gaps say, and whose hours are here.` : nothing}</p>
        ${ledgerPicture(days)} ${ledgerTable(days)}`}
  </section>`;
}

/** @param {SyncNode[]} nodes */
function nodeTable(nodes) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="By node">
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Node</th>
          <th scope="col" class="number">Backlog</th>
          <th scope="col" class="number">Missing</th>
          <th scope="col" class="number">Rate</th>
          <th scope="col">Done</th>
          <th scope="col">Last batch</th>
          <th scope="col" class="number">Batches here</th>
          <th scope="col" class="number">Lost</th>
          <th scope="col" class="number">Refused</th>
          <th scope="col">Records here</th>
          <th scope="col">Can stay dark</th>
        </tr>
      </thead>
      <tbody>
        ${nodes.map(
          (node) => html`<tr>
            <th scope="row">${node.name}</th>
            <td class="number">${bytes(node.backlogBytes)}</td>
            <td class="number">${count(node.backlogBatches)}</td>
            <td class="number">${bytesPerSecond(node.bytesPerSecond)}</td>
            <td>${node.finishAt === undefined ? '–' : age(node.finishAt)}</td>
            <td>${age(node.lastBatchAt)}</td>
            <td class="number">${count(node.atHub.batches)}</td>
            <td class="number">${count(node.atHub.lost)}</td>
            <td class="number">${count(node.atHub.refused)}</td>
            <td>${recordsText(node.atHub.records)}</td>
            <td>${dark(node)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @param {string} id @param {Loss[]} gaps */
function lossTable(id, gaps) {
  const zone = zoneOf();
  return html`<div class="scroll mid" tabindex="0" role="region" aria-label="Gaps">
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">When (${zoneLabel(zone)})</th>
          <th scope="col">Cause</th>
          <th scope="col">Node</th>
          <th scope="col">Stream</th>
          <th scope="col" class="number">Batches</th>
          <th scope="col">Records</th>
        </tr>
      </thead>
      <tbody>
        ${gaps.map(
          (gap) => html`<tr>
            <th scope="row"><a href=${href({ gap: gap.id }, syncPath(id))}>${spanText(gap, zone)}</a></th>
            <td>${causeText(gap.cause)}</td>
            <td>${gap.node}</td>
            <td>${streamName(gap.stream)}</td>
            <td class="number">${count(gap.batches)}</td>
            <td>${recordsText(gap.records)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @param {SiteSync} data @param {string} id */
function oneLoss({ site: row, nodes, gaps }, id) {
  const gap = gaps.find((candidate) => candidate.id === id);
  const back = html`<p class="crumbs"><a href=${href({}, '/sync')}>Sync</a> <span aria-hidden="true">/</span> <a href=${href({}, syncPath(row.id))}>${row.name}</a></p>`;
  if (!gap) {
    return html`${back}<h1 tabindex="-1">Gap</h1>
      <section class="card">${empty('This gap is not known any more', html`<p>It may have become part of a wider one. <a href=${href({}, syncPath(row.id))}>All gaps of ${row.name}</a></p>`)}</section>`;
  }
  const coarse = coarseOf(gap, nodes);
  return html`${back}
    <div class="page-head site-head">
      <h1 tabindex="-1">Gap at ${row.name}</h1>
      <p class="lede">${sentence(causeText(gap.cause))}.</p>
    </div>
    <section class="card" aria-label="This gap">
      <dl class="small-facts">
        <div><dt>From</dt><dd>${moment(gap.from)}</dd></div>
        <div><dt>To</dt><dd>${moment(gap.to)}</dd></div>
        <div><dt>Node</dt><dd>${gap.node}</dd></div>
        <div><dt>Stream</dt><dd>${streamName(gap.stream)} (${gap.stream})</dd></div>
        <div><dt>Records</dt><dd>${recordsText(gap.records)}</dd></div>
        ${coarse ? html`<div><dt>Hours</dt><dd>of all that gave way at ${gap.node} like this, the hub has the hours of ${recordsText(coarse)}</dd></div>` : nothing}
        <div><dt>Batches</dt><dd>${batches(gap)}</dd></div>
        <div><dt>Came after all</dt><dd>${gap.arrivedSince === 0 ? 'none' : counted(gap.arrivedSince, 'batch', 'batches')}</dd></div>
        <div><dt>Known here since</dt><dd>${moment(gap.announcedAt)}</dd></div>
      </dl>
    </section>
    <p><a href=${href({ from: String(Math.floor(gap.from)), to: String(Math.ceil(gap.to + 1)) }, sitePath(row.id))}>Charts of that time</a></p>`;
}

/** What of such gaps of the gap's node was delivered coarsely. @param {Loss} gap @param {SyncNode[]} nodes */
function coarseOf(gap, nodes) {
  const days = gap.cause === 'ring-full' && gap.stream === 'm' ? (nodes.find((node) => node.uid === gap.uid)?.days ?? []) : [];
  const total = addUp(days, () => '')[0];
  return total && anyOf(total.coarse) ? total.coarse : undefined;
}

/** @param {Loss} gap */
function batches(gap) {
  if (gap.batches === 0) return 'none: the records were in no batch yet';
  const which = gap.firstBatch === undefined || gap.lastBatch === undefined ? '' : `, numbers ${count(gap.firstBatch)} to ${count(gap.lastBatch)}`;
  return `${count(gap.batches)}${which}`;
}
