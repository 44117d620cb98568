// Alerts one by one, as the page of a cause and the page of a site show them.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { href, sitePath } from './address.js';
import { age, bareMoment } from './parts.js';
import { severityTag } from './pattern-list.js';
import { duration } from './time.js';
import { zoneLabel, zoneOf } from './zone.js';

/** @typedef {import('../types/contract.js').Alert} Alert */

/** What arrives within this time is taken to have come at once. */
const AT_ONCE_MS = 120_000;

/** Why a past alert is past. @type {Record<string, string>} */
const PAST = {
  late: 'came late, may be over',
  'end-unheard': 'its end was not heard',
  over: '',
};

const ENDS = /** @type {Record<string, string>} */ ({ gone: 'its rule is gone', restart: 'the agent lost track of it' });

/** What an alert counts for now, in words. @param {Alert} alert */
function standing(alert) {
  if (alert.open) return alert.acknowledgedAt === undefined ? 'open' : 'open, acknowledged';
  const why = alert.overOnArrival ? 'over before it reached us' : (PAST[alert.standing] ?? alert.standing);
  return why ? html`past: <span class="below">${why}</span>` : 'past';
}

/** When word of it reached the hub, told by how much later. @param {Alert} alert @param {{zone?: string}} [site] */
function reached(alert, site) {
  const later = alert.arrivedAt - (alert.firedAt ?? alert.resolvedAt ?? alert.arrivedAt);
  const at = bareMoment(alert.arrivedAt, site);
  return later < AT_ONCE_MS ? html`${at} <span class="below">at once</span>` : html`${at} <span class="below">${duration(later)} later</span>`;
}

/** @param {Alert} alert @param {{zone?: string}} [site] */
function acknowledged(alert, site) {
  if (alert.acknowledgedAt === undefined) return html`<span class="none">–</span>`;
  return html`${alert.acknowledgedBy ?? 'somebody'} <span class="below">${bareMoment(alert.acknowledgedAt, site)}</span>${alert.note ? html`<span class="below note">“${alert.note}”</span>` : nothing}`;
}

/** @param {Alert} alert @param {{zone?: string}} [site] */
function ended(alert, site) {
  if (alert.resolvedAt === undefined) return html`<span class="none">–</span>`;
  const why = ENDS[alert.reason ?? ''];
  return html`${bareMoment(alert.resolvedAt, site)}${why ? html` <span class="below">${why}</span>` : nothing}`;
}

/** The labels that tell one alert of a rule from another; its severity is shown as such. @param {Record<string, string>} labels */
function labelText(labels) {
  return Object.entries(labels).filter(([name]) => name !== 'severity').map(([name, value]) => html`<span class="label">${name}=<span class="label-value">${value}</span></span> `);
}

/**
 * @param {Alert[]} alerts
 * @param {{label: string, site?: {zone?: string}, oneSite?: boolean}} options for a single site, rules are named instead of sites
 */
export function alertTable(alerts, { label, site, oneSite = false }) {
  const zone = zoneOf(site);
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table class="rows alerts">
      <thead>
        <tr>
          ${oneSite ? html`<th scope="col">Severity</th><th scope="col">Rule</th>` : html`<th scope="col">Site</th>`}
          <th scope="col" class="where">Node</th>
          <th scope="col">What</th>
          <th scope="col">State</th>
          <th scope="col">Since (${zoneLabel(zone)})</th>
          <th scope="col">Reached us</th>
          <th scope="col">Acknowledged</th>
          ${oneSite ? nothing : html`<th scope="col">Ended</th>`}
        </tr>
      </thead>
      <tbody>
        ${alerts.map((alert) => {
          const node = html`<span class="narrow minor">${alert.node}</span>`;
          return html`<tr class=${alert.open ? '' : 'past'}>
            ${oneSite
              ? html`<td>${severityTag(alert.severity)}</td><th scope="row"><a href=${href({ rule: alert.rule, severity: alert.severity }, '/alerts/cause')}>${alert.rule}</a>${node}</th>`
              : html`<th scope="row"><a href=${href({}, sitePath(alert.site))}>${alert.siteName}</a>${node}</th>`}
            <td class="where">${alert.node}</td>
            <td class="wide">${alert.summary} <span class="narrow">${standing(alert)}; began ${age(alert.since, site)}</span>
              <p class="labels">${labelText(alert.labels)}${alert.value ? html`<span class="label">value <span class="label-value">${alert.value}</span></span>` : nothing}</p></td>
            <td>${standing(alert)}</td>
            <td>${bareMoment(alert.since, site)}</td>
            <td>${reached(alert, site)}</td>
            <td>${acknowledged(alert, site)}</td>
            ${oneSite ? nothing : html`<td>${ended(alert, site)}</td>`}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
