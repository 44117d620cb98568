// Charts of one node under each other, on one range of time: which are asked for, when, and how they stand on a page.

import { html, nothing, svg } from '/lib/lit-html/lit-html.js';
import { effect } from '/lib/signals.js';
import { go, href, params } from './address.js';
import { get } from './api.js';
import './chart.js';
import { onZoom } from './chart.js';
import { hubTime, sites } from './fleet.js';
import { drift } from './format.js';
import { replacedText } from './gaps.js';
import { moment, problemNote, waiting } from './parts.js';
import { resource } from './resource.js';
import { heldTime, makeGrid, onGrid } from './series.js';
import './strip.js';
import { duration, niceStep, parseRange, toAddress } from './time.js';
import { zoneOf } from './zone.js';

/** @typedef {import('../types/contract.js').SiteDetail} SiteDetail */
/** @typedef {import('../types/contract.js').Node} Node */
/** @typedef {import('../types/contract.js').SeriesBody} SeriesBody */
/** @typedef {import('./panels.js').Panel} Panel */
/** @typedef {{from: number, to: number, step: number, moving: boolean}} Shown */
/** @typedef {ReturnType<typeof prepared>} Prepared */

/** Points per chart: more than one per 2 px helps nobody. */
const POINTS = 360;

/** New data redraws the charts at most this often, in ms. */
const REDRAW_MS = 15_000;

/** A clock that is off by more is marked; less is what NTP over a bad link gives. */
const DRIFT_MARKED_MS = 2_000;

/** What to do when a range was drawn with the pointer on any chart: it goes into the address. */
export function zoomByAddress() {
  onZoom.zoom = (from, to) => go(href({ from: toAddress(Math.floor(from / 60_000) * 60_000), to: toAddress(Math.ceil(to / 60_000) * 60_000) }));
}

/**
 * The data of some panels of one node. Nothing is asked for before the first `load`.
 * @param {string} site id
 * @param {Panel[]} panels
 * @param {() => string | undefined} uid of the node
 * @param {() => Shown} shown
 */
export function lanesOf(site, panels, uid, shown) {
  const all = panels.map((panel) => {
    const series = resource(async (abort) => {
      const { from, to, step } = shown();
      const metrics = panel.metrics.map((metric) => `&metric=${metric}`).join('');
      const body = /** @type {SeriesBody} */ (
        await get(`/sites/${encodeURIComponent(site)}/series?node=${encodeURIComponent(uid() ?? '')}${metrics}&from=${Math.floor(from / step) * step}&to=${Math.round(to)}&step=${step}`, abort)
      );
      return prepared(panel, body, shown());
    });
    return { panel, series, held: { key: '', from: 0, to: 0, time: 0 } };
  });
  return {
    load() {
      for (const { series } of all) void series.load();
    },
    /** Another node's lines must not stand under this node's name. */
    clear() {
      for (const { series } of all) series.data.value = undefined;
    },
    close() {
      for (const { series } of all) series.close();
    },
    /** What is held of the panel at a place. @param {number} i */
    held: (i) => all[i].series.data.value,
    /** @param {SiteDetail} of @param {Node} node @param {Shown} range */
    view: (of, node, range) => all.map(({ panel, series, held }, i) => lane(of, node, panel, series, held, i === all.length - 1, range)),
  };
}

/** The range that the address asks for. @param {string} usual the page's own begin @returns {Shown} */
export function rangeNow(usual) {
  const asked = params.peek();
  const { from, to } = parseRange(asked.get('from'), asked.get('to'), hubTime(), usual);
  return { from, to, step: niceStep(to - from, POINTS), moving: (asked.get('to') ?? 'now') === 'now' };
}

/**
 * Calls back when the hub has something new of the site, not more often than charts should be redrawn.
 * @param {string} id
 * @param {() => void} then
 */
export function followNews(id, then) {
  let known = '';
  let last = performance.now();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waitingFor;
  const key = () => {
    const site = sites.value.get(id);
    return site ? `${site.dataTo} ${site.filledTo} ${site.state} ${site.name} ${site.region} ${site.contact} ${site.contract.text}` : '';
  };
  const end = effect(() => {
    const news = key();
    if (news === known) return;
    const first = known === '';
    known = news;
    if (first || waitingFor) return;
    waitingFor = setTimeout(() => {
      waitingFor = undefined;
      last = performance.now();
      then();
    }, Math.max(500, REDRAW_MS - (performance.now() - last)));
  });
  return () => {
    end();
    clearTimeout(waitingFor);
  };
}

/** @param {import('./panels.js').Panel} panel @param {SeriesBody} body @param {Shown} shown */
function prepared(panel, body, shown) {
  const step = body.step || shown.step;
  const grid = makeGrid(shown.from, shown.to, step);
  const lines = panel.lines(body.series.map((series) => onGrid(series, grid, step)), grid);
  const absent = body.gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const heard = body.to - body.from - absent >= step;
  return { lines, grid, step, from: shown.from, to: shown.to, gaps: body.gaps, late: body.late, replaced: body.replaced, coverage: body.coverage, heard, at: hubTime() };
}

/** @param {Node} node */
export function isClockOff(node) {
  return Math.abs(node.clock?.driftMs ?? 0) > DRIFT_MARKED_MS;
}

/** A silent site's charts are empty where it is silent: show the way to its last data. @param {SiteDetail} site @param {Shown} shown */
export function olderNote(site, shown) {
  if (site.dataTo === undefined || site.dataTo >= shown.from) return nothing;
  const to = Math.ceil(site.dataTo / 60_000) * 60_000;
  const from = to - (shown.to - shown.from);
  return html`<p class="older">The newest data is from ${moment(site.dataTo, site)}, before this range.
    <a href=${href({ from: toAddress(from), to: toAddress(to) })}>Show it</a></p>`;
}

/** @param {SiteDetail} site @param {Shown} shown @param {ReturnType<typeof prepared> | undefined} first */
export function strip(site, shown, first) {
  return html`<sk-strip
    class="lane strip-lane"
    .data=${{
      from: shown.from,
      to: shown.to,
      zone: zoneOf(site),
      timeline: site.timeline,
      arrivals: site.arrivals,
      events: site.events,
      gaps: first?.gaps ?? [],
      late: first?.late ?? [],
      replaced: first?.replaced ?? [],
    }}
  ></sk-strip>`;
}

/**
 * @param {SiteDetail} site
 * @param {Node} node
 * @param {import('./panels.js').Panel} panel
 * @param {ReturnType<typeof resource<ReturnType<typeof prepared>>>} series
 * @param {{key: string, from: number, to: number, time: number}} held
 * @param {boolean} last
 * @param {Shown} shown
 */
function lane(site, node, panel, series, held, last, shown) {
  const body = series.data.value;
  const problem = series.problem.value;
  if (!body) {
    return html`<div class="lane"><div class="lane-label"><h3>${panel.title}</h3></div><div>${problemNote(problem, series.load)}${problem ? nothing : waiting('data')}</div></div>`;
  }
  return html`${problemNote(problem, series.load)}<sk-chart
    class="lane"
    .data=${memo(body, `${zoneOf(site)} ${node.uid} ${last}`, () => ({
      panel,
      ...body,
      zone: zoneOf(site),
      now: body.at,
      axis: last,
      clockOff: isClockOff(node) ? `clock of ${node.name} is off by ${drift(node.clock?.driftMs ?? 0)}` : '',
      grown: growth(held, body, `${node.uid} ${shown.step} ${params.peek().get('from')} ${params.peek().get('to')}`),
      file: `${site.id}-${node.name}`,
    }))}
  ></sk-chart>`;
}

/** @type {WeakMap<object, {key: string, made: unknown}>} */
const made = new WeakMap();

/** The same object while nothing changed, so that a chart is not drawn again for a clock tick. @template T @param {object} of @param {string} key @param {() => T} make @returns {T} */
export function memo(of, key, make) {
  const known = made.get(of);
  if (known?.key === key) return /** @type {T} */ (known.made);
  const fresh = make();
  made.set(of, { key, made: fresh });
  return fresh;
}

/**
 * What a back-fill brought: more time is held than the clock alone explains.
 * @param {{key: string, from: number, to: number, time: number}} held the answer before, updated here
 * @param {ReturnType<typeof prepared>} body
 * @param {string} key of the same node and range
 */
function growth(held, body, key) {
  const time = heldTime(body.lines.map((line) => line.values), body.step);
  const same = held.key === key;
  const more = same ? time - held.time - Math.max(0, body.to - held.to) : 0;
  Object.assign(held, { key, from: body.from, to: body.to, time });
  return more > 2 * body.step ? `updated: +${duration(more)} of data` : '';
}

/** What the marks on charts and strip mean. @param {import('../types/contract.js').Replaced[]} replaced @param {string} zone */
export function legend(replaced, zone) {
  const box = (/** @type {unknown} */ inside) => html`<svg width="22" height="12" aria-hidden="true" focusable="false">${inside}</svg>`;
  const filled = (/** @type {string} */ look) => box(svg`<rect class=${look} x="0.5" y="0.5" width="21" height="11" rx="2"></rect>`);
  return html`<ul class="marks" aria-label="What the marks mean">
    <li>${filled('contact-offline-expected')} offline as agreed</li>
    <li>${filled('contact-offline-unexpected')} no data, no known reason</li>
    <li>${filled('mark-lost')} counted as lost</li>
    <li>${box(svg`<rect class="mark-late" width="22" height="12"></rect><rect class="mark-late-rule" width="22" height="2"></rect>`)} arrived later</li>
    <li>${filled('mark-outside')} before enrolment or no longer kept</li>
    <li>${box(svg`<line class="ink-1" x1="0" x2="11" y1="6" y2="6"></line><circle class="mark-hollow" cx="14" cy="6" r="3.5"></circle>`)} newest sample is old</li>
    ${replaced.map((one) => html`<li>${box(svg`<path class="replaced" d="M7 12V0.5l8 4-8 4"></path>`)} ${replacedText(one, zone)}</li>`)}
  </ul>`;
}
