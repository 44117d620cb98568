// Services of a site: how many requests, how many of them fail, and how long do they take?

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { computed, effect, signal, untracked } from '/lib/signals.js';
import { href, params } from './address.js';
import { get } from './api.js';
import './chart.js';
import { hubTime } from './fleet.js';
import { counted, percent, perSecond, seconds } from './format.js';
import { followNews, memo, rangeNow, zoomByAddress } from './lanes.js';
import { line, share } from './panels.js';
import { empty, problemNote, simulatedTag, stateChip, waiting } from './parts.js';
import { distributions, fleetNote } from './latencies.js';
import { bucket, longest } from './quantile.js';
import { rangeBar } from './range-bar.js';
import { resource } from './resource.js';
import { both, makeGrid, onGrid } from './series.js';
import { USUAL, notYet, siteAnswer, siteNamed } from './site-follow.js';
import { siteCrumbs, siteNav } from './site-nav.js';
import { zoneOf } from './zone.js';

/** @typedef {import('../types/contract.js').Service} Service */
/** @typedef {import('../types/contract.js').ServicesBody} ServicesBody */
/** @typedef {import('../types/contract.js').ServiceLines} ServiceLines */
/** @typedef {import('../types/contract.js').DistributionsBody} DistributionsBody */
/** @typedef {import('./panels.js').Panel} Panel */

/** From this share on, failed requests are marked. */
const MANY_FAIL = 0.01;

/** What a service is told apart by. @param {Pick<Service, 'namespace' | 'service' | 'source'>} one */
const keyOf = (one) => `${one.namespace}/${one.service}/${one.source}`;

/** @type {{id: string, title: string, asks: string, format: Panel['format'], least?: number}[]} */
const CHARTS = [
  { id: 'rate', title: 'Rate', asks: 'requests served', format: perSecond, least: 0.1 },
  { id: 'errors', title: 'Errors', asks: 'share of requests that the service failed', format: percent, least: 0.01 },
  { id: 'duration', title: 'Duration', asks: 'as far as buckets tell', format: seconds, least: 0.01 },
];

/** @param {string} id @returns {import('./main.js').Page} */
export function open(id) {
  const answer = siteAnswer(id, 1, () => ({ tail: '/services', asked: {} }));
  const body = computed(() => /** @type {ServicesBody | undefined} */ (answer.data.data.value));
  /** The service whose course is shown: the one in the address, else the first. */
  const chosen = computed(() => {
    const services = body.value?.services ?? [];
    return services.find((one) => keyOf(one) === params.value.get('service')) ?? services[0];
  });
  const shown = signal(rangeNow(USUAL));
  const course = resource(async (abort) => {
    const one = chosen.peek();
    if (!one) return undefined;
    const range = shown.peek();
    const query = new URLSearchParams({
      namespace: one.namespace, service: one.service, source: one.source,
      from: String(Math.floor(range.from / range.step) * range.step), to: String(Math.round(range.to)), step: String(range.step),
    });
    return prepared(one, /** @type {ServiceLines} */ (await get(`/sites/${encodeURIComponent(id)}/services/series?${query}`, abort)), range);
  });
  /** The same service at all sites, where each duration is known. */
  const everywhere = resource(async (abort) => {
    const one = chosen.peek();
    if (one?.p95?.error === undefined) return undefined;
    const labels = { namespace: one.namespace, service: one.service, source: one.source };
    return { key: keyOf(one), body: await distributions('skerry_service_request_duration_seconds', { by: ['service'], labels }, shown.peek(), abort) };
  });
  const wanted = computed(() => `${chosen.value ? keyOf(chosen.value) : ''} ${params.value.get('from')} ${params.value.get('to')}`);
  const again = () => {
    shown.value = rangeNow(USUAL);
    void course.load();
    void everywhere.load();
  };
  const stop = [
    effect(() => {
      void wanted.value;
      untracked(again);
    }),
    followNews(id, again),
  ];
  zoomByAddress();
  return {
    title: () => `Services, ${siteNamed(id).name}`,
    close() {
      for (const end of stop) end();
      answer.close();
      course.close();
      everywhere.close();
    },
    view() {
      const site = siteNamed(id);
      const services = body.value;
      if (!services) return notYet(id, 'Services', answer.data, 'its services');
      const one = chosen.value;
      return html`
        ${siteCrumbs(site, true)}
        <div class="page-head site-head"><h1 tabindex="-1">Services of ${site.name}</h1>
          ${'state' in site ? html`${stateChip(site.state)} ${simulatedTag(site.simulated)}` : nothing}
          <p class="lede">${lede(services)}</p></div>
        ${problemNote(answer.data.problem.value, answer.data.load)}
        <div class="page-tools">${siteNav(id, 'services')}${rangeBar(USUAL)}</div>
        ${services.services.length === 0 ? nobody() : table(services, one)}
        ${one ? charts(one, course, site, everywhere.data.value?.key === keyOf(one) ? everywhere.data.value.body : undefined) : nothing}
      `;
    },
  };
}

/** @param {ServicesBody} body */
function lede(body) {
  const failing = body.services.filter((one) => (one.errors ?? 0) >= MANY_FAIL).length;
  if (body.services.length === 0) return nothing;
  return `${counted(body.services.length, 'service')}; ${failing === 0 ? 'none fails' : failing === 1 ? 'one fails' : `${failing} fail`} ${percent(MANY_FAIL)} or more of ${failing > 1 ? 'their' : 'its'} requests in this range.`;
}

function nobody() {
  return empty('No service was told of in this range', html`<p>Agents find services by themselves: in what they scrape, by the usual names of request histograms, and in access logs.</p>`);
}

/** @param {ServicesBody} body @param {Service | undefined} chosen */
function table(body, chosen) {
  return html`<section class="card flush" aria-label="Services">
    <div class="scroll" tabindex="0" role="region" aria-label="Services">
      <table class="rows tall">
        <thead><tr><th scope="col">Service</th><th scope="col" class="number">Rate</th><th scope="col" class="number">Failed</th><th scope="col" class="number">Refused</th>
          <th scope="col" class="number">Half take up to</th><th scope="col" class="number">95 % take up to</th><th scope="col" class="number">99 % take up to</th><th scope="col">Told by</th></tr></thead>
        <tbody>
          ${repeat(
            body.services,
            keyOf,
            (one) => html`<tr class=${chosen && keyOf(one) === keyOf(chosen) ? 'chosen' : ''}>
              <th scope="row" class="object"><a href=${href({ service: keyOf(one) })} aria-current=${chosen && keyOf(one) === keyOf(chosen) ? 'true' : nothing}>${one.service}<span class="sr">, its charts</span></a>
                <span class="below">${one.namespace || (one.service === 'other' ? 'all that agents had no room for' : nothing)}</span></th>
              <td class="number">${perSecond(one.rate)}</td>
              <td class="number">${failed(one.errors)}</td>
              <td class="number">${one.refused === undefined ? html`<span class="none">–</span>` : percent(one.refused)}</td>
              ${durations(one)}
              <td>${one.source === 'log' ? 'access log' : 'metrics'}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${body.folded > 0 ? html`<p class="quiet">${counted(body.folded, 'service')} beyond what an agent tells apart ${body.folded === 1 ? 'is' : 'are'} told together, as “other”.</p>` : nothing}
    ${body.leftOut > 0 ? html`<p class="quiet">${counted(body.leftOut, 'series')} of services beyond what is shown of one site ${body.leftOut === 1 ? 'was' : 'were'} left out.</p>` : nothing}
    <p class="quiet">Where each duration is known, as from access logs, percentiles are marked with how exact they are. Others are told in buckets: under each stands the bucket that it lies in; where an application has other bounds, it may be shorter by up to one bucket. Failed are answers of class 5xx, refused those of class 4xx.</p>
  </section>`;
}

/** @param {number | undefined} errors */
function failed(errors) {
  if (errors === undefined) return html`<span class="none">not told</span>`;
  const many = errors >= MANY_FAIL;
  return html`<span class=${many ? 'near' : ''}>${many ? html`<span class="use-mark" aria-hidden="true">!</span>` : nothing}${percent(errors)}</span>`;
}

/** @param {Service} one */
function durations(one) {
  if (!one.timed) return html`<td class="number" colspan="3"><span class="none">${one.source === 'log' ? 'duration is not in the log' : 'duration is not told'}</span></td>`;
  if (!one.p95) return html`<td class="number" colspan="3">${one.mean === undefined ? html`<span class="none">–</span>` : html`mean ${seconds(one.mean)}`}</td>`;
  return html`${[one.p50, one.p95, one.p99].map((quantile) => html`<td class="number">${quantile ? html`${longest(quantile)}<span class="below">${bucket(quantile)}</span>` : '–'}</td>`)}`;
}

/** @param {Service} one @param {ServiceLines} body @param {{from: number, to: number, step: number}} range */
function prepared(one, body, range) {
  const grid = makeGrid(range.from, range.to, body.step);
  const of = (/** @type {string} */ stat) => {
    const found = body.series.find((series) => series.stat === stat);
    return onGrid({ metric: stat, labels: {}, type: 'gauge', stat, t: found?.t ?? [], v: found?.v ?? [] }, grid, body.step).values;
  };
  const rate = of('rate');
  /** @type {Record<string, import('./panels.js').Line[]>} */
  const lines = {
    rate: line('requests', rate),
    errors: line('failed', both(of('errors'), rate, (failures, all) => (all > 0 ? share(failures, all) : null))),
    duration: [...line('95 % take up to', of('p95')), ...line('half take up to', of('p50')), ...line('99 % take up to', of('p99'), { beside: true })],
  };
  return { key: keyOf(one), exact: one.p95?.error !== undefined, lines, grid, step: body.step, from: range.from, to: range.to, at: hubTime() };
}

/** @param {ReturnType<typeof prepared>} data @param {typeof CHARTS[number]} chart @param {boolean} last @param {{id: string, zone?: string}} site */
function chartOf(data, chart, last, site) {
  const lines = data.lines[chart.id];
  const zone = zoneOf(site);
  return memo(lines, `${zone} ${last}`, () => ({
    panel: { ...chart, asks: chart.id === 'duration' && data.exact ? 'of all requests, ±1 %' : chart.asks, metrics: [], lines: () => [] },
    lines, zone, axis: last, grid: data.grid, from: data.from, to: data.to, step: data.step, now: data.at,
    gaps: [], late: [], replaced: [], coverage: 1, heard: true, clockOff: '', grown: '',
    file: `${site.id}-${data.key.replaceAll('/', '-')}`,
  }));
}

/** @param {Service} one @param {ReturnType<typeof resource<ReturnType<typeof prepared> | undefined>>} course @param {{id: string, zone?: string}} site @param {DistributionsBody | undefined} fleet */
function charts(one, course, site, fleet) {
  const held = course.data.value;
  const data = held && held.key === keyOf(one) ? held : undefined;
  const drawn = CHARTS.filter((chart) => chart.id !== 'duration' || one.p95 !== undefined);
  return html`<section class="card charts" aria-labelledby="course-title">
    <div class="card-head"><h2 id="course-title">${one.service}${one.namespace ? html` <span class="minor">${one.namespace}</span>` : nothing}</h2></div>
    ${problemNote(course.problem.value, course.load)}
    ${fleetNote(fleet)}
    ${data
      ? drawn.map((chart, i) => html`<sk-chart class="lane" .data=${chartOf(data, chart, i === drawn.length - 1, site)}></sk-chart>`)
      : course.problem.value ? nothing : waiting('its course')}
    ${one.p95 === undefined ? html`<p class="quiet">${one.timed ? 'This service tells the mean of its durations, and no buckets to draw others from.' : one.source === 'log' ? 'Duration is not in the log: its format has no field for it.' : 'This service does not tell how long its requests take.'}</p>` : nothing}
  </section>`;
}
