// The golden signals of a site: latency, traffic, errors and saturation, as one row.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { href, sitePath } from './address.js';
import { percent, perSecond, seconds } from './format.js';
import { bareMoment } from './parts.js';
import { bucket, longest } from './quantile.js';

/** @typedef {import('../types/contract.js').SignalsBody} SignalsBody */

/** @param {SignalsBody | undefined} body @param {{id: string, zone?: string}} site */
export function signalsRow(body, site) {
  if (!body) return nothing;
  const { latency, traffic, errors, saturation } = body;
  return html`<section class="card signals" aria-labelledby="signals-title">
    <div class="card-head"><h2 id="signals-title">Golden signals</h2>
      <p class="minor">15 minutes to ${bareMoment(body.to, site)}</p>
      <p class="card-link"><a href=${href({}, `${sitePath(site.id)}/services`)}>Services of this site</a></p></div>
    <dl class="small-facts">
      ${signal('Latency', '95 % take up to', latency && longest(latency.p95), latency && html`${bucket(latency.p95)}${latency.worst ? `; slowest ${latency.worst.service}, ≈ ${seconds(latency.worst.value)}` : nothing}`)}
      ${signal('Traffic', 'requests of all services', traffic === undefined ? undefined : perSecond(traffic), undefined)}
      ${signal('Errors', 'failed requests', errors && percent(errors.share), errors?.worst && `most at ${errors.worst.service}, ${percent(errors.worst.value)}`)}
      ${signal('Saturation', 'what is fullest', saturation && percent(saturation.share), saturation && `${saturation.resource} of ${saturation.node}`)}
    </dl>
  </section>`;
}

/** @param {string} name @param {string} means @param {unknown} value @param {unknown} more */
function signal(name, means, value, more) {
  return html`<div><dt>${name} <span class="minor">${means}</span></dt>
    <dd>${value === undefined ? html`<span class="none">not told</span>` : html`<strong>${value}</strong>`} ${more ? html`<span class="minor">${more}</span>` : nothing}</dd></div>`;
}
