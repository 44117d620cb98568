// How long things took at a site or over the fleet: percentiles of all values, added up from sketches.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { get } from './api.js';
import { count, counted, percent, seconds } from './format.js';

/** @typedef {import('../types/contract.js').Distribution} Distribution */
/** @typedef {import('../types/contract.js').DistributionsBody} DistributionsBody */

/** @type {{metric: string, by: string[], name: (labels: Record<string, string>) => string}[]} */
const KINDS = [
  { metric: 'skerry_link_round_trip_seconds', by: ['to'], name: (labels) => (labels.to === 'hub' ? 'Link: the hub answers' : 'Link: the broker takes a message') },
  { metric: 'skerry_disk_io_duration_seconds', by: ['op'], name: (labels) => `Disks: ${labels.op === 'read' ? 'a read' : 'a write'}` },
  { metric: 'skerry_log_duration_seconds', by: ['service', 'field'], name: (labels) => `Logs of ${labels.service}: ${labels.field}` },
];

/**
 * @param {string} metric
 * @param {{site?: string, by: string[], labels?: Record<string, string>}} asked
 * @param {{from: number, to: number}} range
 * @param {AbortSignal} abort
 */
export function distributions(metric, asked, range, abort) {
  const query = new URLSearchParams({ metric, from: String(Math.round(range.from)), to: String(Math.round(range.to)) });
  if (asked.site) query.set('site', asked.site);
  for (const label of asked.by) query.append('by', label);
  for (const [label, value] of Object.entries(asked.labels ?? {})) query.append('label', `${label}:${value}`);
  return /** @type {Promise<DistributionsBody>} */ (get(`/distributions?${query}`, abort));
}

/** What a site's nodes tell. @param {string} site @param {{from: number, to: number}} range @param {AbortSignal} abort */
export function latenciesOf(site, range, abort) {
  return Promise.all(KINDS.map((kind) => distributions(kind.metric, { site, by: kind.by }, range, abort)));
}

/** @param {DistributionsBody[] | undefined} bodies as {@link latenciesOf} gives them */
export function latenciesCard(bodies) {
  const rows = (bodies ?? []).flatMap((body, i) => body.distributions.map((one) => ({ name: KINDS[i].name(one.labels), one })));
  if (!bodies || rows.length === 0) return nothing;
  return html`<section class="card flush" aria-labelledby="latencies-title">
    <div class="card-head"><h2 id="latencies-title">How long it took</h2><p class="minor">all nodes, in this range</p></div>
    <div class="scroll" tabindex="0" role="region" aria-label="How long it took">
      <table class="rows">
        <thead><tr><th scope="col">What</th><th scope="col" class="number">How often</th>
          <th scope="col" class="number">Half take up to</th><th scope="col" class="number">95 % take up to</th><th scope="col" class="number">99 % take up to</th></tr></thead>
        <tbody>${rows.map(({ name, one }) => html`<tr><th scope="row">${name}</th><td class="number">${count(one.count)}</td>
          ${one.values.map((value) => html`<td class="number">${seconds(value)}</td>`)}</tr>`)}</tbody>
      </table>
    </div>
    <p class="quiet">Each within ±${percent(bodies[0].relativeError)}; a read or write of a disk counts with the mean of its 15 seconds.</p>
  </section>`;
}

/** A service over the whole fleet. @param {DistributionsBody | undefined} body */
export function fleetNote(body) {
  const one = body?.distributions[0];
  if (!body || !one) return nothing;
  const [half, most, nearlyAll] = one.values;
  return html`<p class="quiet fleet-note">Over all sites, ${counted(one.count, 'request')}: half take up to <strong>${seconds(half)}</strong>, 95 % up to <strong>${seconds(most)}</strong>, 99 % up to <strong>${seconds(nearlyAll)}</strong>, each within ±${percent(body.relativeError)}.${body.nodesLeftOut > 0 ? ` ${counted(body.nodesLeftOut, 'node')} beyond what one answer reads ${body.nodesLeftOut === 1 ? 'is' : 'are'} left out.` : nothing}</p>`;
}
