// Site: what is wrong here, and since when?

import { html, nothing, svg } from '/lib/lit-html/lit-html.js';
import { computed, effect, signal, untracked } from '/lib/signals.js';
import { go, href, params, syncPath } from './address.js';
import { Refused, get, isAdmin } from './api.js';
import './chart.js';
import { onZoom } from './chart.js';
import { alertTable } from './alert-table.js';
import { hubTime, sites } from './fleet.js';
import { bytes, count, counted, drift, percent, sentence, temperature } from './format.js';
import { causeText, replacedText } from './gaps.js';
import { darkText } from './ledger.js';
import { PANELS } from './panels.js';
import { age, bareMoment, empty, moment, problemNote, simulatedTag, stateChip, stateMark, waiting } from './parts.js';
import { PatternList, severityTag } from './pattern-list.js';
import { rangeBar } from './range-bar.js';
import { resource } from './resource.js';
import { heldTime, makeGrid, onGrid } from './series.js';
import { siteForm } from './site-form.js';
import { isSilent } from './states.js';
import { streamName } from './streams.js';
import './strip.js';
import { duration, niceStep, parseRange, toAddress } from './time.js';
import { zoneLabel, zoneOf } from './zone.js';

/** @typedef {import('../types/contract.js').SiteDetail} SiteDetail */
/** @typedef {import('../types/contract.js').Node} Node */
/** @typedef {import('../types/contract.js').Budget} Budget */
/** @typedef {import('../types/contract.js').SeriesBody} SeriesBody */
/** @typedef {import('../types/contract.js').PatternsBody} PatternsBody */
/** @typedef {{from: number, to: number, step: number, moving: boolean}} Shown */

const USUAL = '-24h';

/** Points per chart: more than one per 2 px helps nobody. */
const POINTS = 360;

/** New data redraws the charts at most this often, in ms. */
const REDRAW_MS = 15_000;

/** A clock that is off by more is marked; less is what NTP over a bad link gives. */
const DRIFT_MARKED_MS = 2_000;

/** @param {string} id @returns {import('./main.js').Page} */
export function open(id) {
  const shown = signal(rangeNow());
  const address = `/sites/${encodeURIComponent(id)}`;
  const span = () => `from=${Math.round(shown.peek().from)}&to=${Math.round(shown.peek().to)}`;
  const detail = resource((abort) => /** @type {Promise<SiteDetail>} */ (get(`${address}?${span()}`, abort)));
  const patterns = resource(
    (abort) => /** @type {Promise<PatternsBody>} */ (get(`/patterns?${span()}&site=${encodeURIComponent(id)}&limit=8`, abort)),
  );
  const list = new PatternList();

  /** The node whose charts are shown: the one in the address, else the one with the most to say. */
  const node = computed(() => {
    const nodes = detail.data.value?.nodes ?? [];
    const asked = params.value.get('node');
    return nodes.find((candidate) => candidate.uid === asked) ?? nodes.find((candidate) => candidate.state !== 'healthy') ?? nodes[0];
  });
  const uid = computed(() => node.value?.uid);
  const form = siteForm(id, () => void detail.load());
  const editing = computed(() => params.value.get('edit') === 'yes' && isAdmin());
  const range = computed(() => `${params.value.get('from')} ${params.value.get('to')}`);

  const panels = PANELS.map((panel) => {
    const series = resource(async (abort) => {
      const { from, to, step } = shown.peek();
      const metrics = panel.metrics.map((metric) => `&metric=${metric}`).join('');
      const body = /** @type {SeriesBody} */ (
        await get(`${address}/series?node=${encodeURIComponent(uid.peek() ?? '')}${metrics}&from=${Math.floor(from / step) * step}&to=${Math.round(to)}&step=${step}`, abort)
      );
      return prepared(panel, body, shown.peek());
    });
    return { panel, series, held: { key: '', from: 0, to: 0, time: 0 } };
  });

  function loadPanels() {
    for (const { series } of panels) void series.load();
  }

  const stop = [
    // A new range: everything anew.
    effect(() => {
      void range.value;
      untracked(() => {
        shown.value = rangeNow();
        void detail.load();
        void patterns.load();
        if (uid.peek()) loadPanels();
      });
    }),
    effect(() => {
      if (!uid.value) return;
      untracked(() => {
        // The other node's lines must not stand under this node's name.
        for (const { series } of panels) series.data.value = undefined;
        loadPanels();
      });
    }),
    effect(() => {
      const site = detail.data.value;
      if (!editing.value) untracked(form.shut);
      else if (site) untracked(() => form.open(site));
    }),
    // New data: the same again, with the end of the range moved to now.
    followNews(id, () => {
      if (shown.peek().moving) shown.value = rangeNow();
      void detail.load();
      void patterns.load();
      if (uid.peek()) loadPanels();
    }),
  ];
  onZoom.zoom = (from, to) => go(href({ from: toAddress(Math.floor(from / 60_000) * 60_000), to: toAddress(Math.ceil(to / 60_000) * 60_000) }));

  return {
    title: () => sites.value.get(id)?.name ?? detail.data.value?.name ?? id,
    close() {
      for (const end of stop) end();
      detail.close();
      patterns.close();
      list.close();
      form.close();
      for (const { series } of panels) series.close();
    },
    view() {
      const problem = detail.problem.value;
      const site = detail.data.value;
      if (!site) {
        if (problem instanceof Refused && problem.status === 404) return noSuchSite(id);
        return html`<h1 tabindex="-1">${sites.value.get(id)?.name ?? 'Site'}</h1>${problemNote(problem, detail.load)}${problem ? nothing : waiting('the site')}`;
      }
      // The stream knows the state first; the page must not show another one than the fleet.
      const live = sites.value.get(id);
      const now = live ? { ...site, state: live.state, reason: live.reason, since: live.since, seen: live.seen, dataTo: live.dataTo, filledTo: live.filledTo, backlogBytes: live.backlogBytes, finishAt: live.finishAt } : site;
      return html`
        ${header(now, editing.value, html`${form.note()} ${form.view()}`)} ${problemNote(problem, detail.load)}
        ${openAlertsOf(now)} ${nodeCards(now, node.value)}
        <section class="card charts" aria-labelledby="charts-title">
          <div class="card-head">
            <h2 id="charts-title">${node.value && now.nodes.length > 1 ? html`Timeline and charts of ${node.value.name}` : 'Timeline and charts'}</h2>
            ${rangeBar(USUAL)}
          </div>
          ${olderNote(now, shown.value)} ${strip(now, shown.value, panels[0].series.data.value)}
          ${node.value
            ? panels.map(({ panel, series, held }, i) => lane(now, /** @type {Node} */ (node.value), panel, series, held, i === panels.length - 1, shown.value))
            : html`<p class="quiet">No node has reported yet, so there is nothing to draw.</p>`}
          ${legend(panels[0].series.data.value?.replaced ?? [], zoneOf(now))}
        </section>
        <section class="card" aria-labelledby="patterns-title">
          <div class="card-head"><h2 id="patterns-title">Log patterns</h2>
            <p class="card-link"><a href=${href({ site: id, from: params.value.get('from'), to: params.value.get('to') }, '/logs')}>All patterns of this site</a></p></div>
          ${problemNote(patterns.problem.value, patterns.load)}
          ${patterns.data.value === undefined
            ? patterns.problem.value ? nothing : waiting('patterns')
            : patterns.data.value.patterns.length === 0
              ? html`<p class="quiet">No log line reached the hub for this range.</p>`
              : list.view(patterns.data.value, { oneSite: true })}
        </section>
        ${events(now)} ${gaps(now)}
      `;
    },
  };
}

/** @returns {Shown} */
function rangeNow() {
  const asked = params.peek();
  const { from, to } = parseRange(asked.get('from'), asked.get('to'), hubTime(), USUAL);
  return { from, to, step: niceStep(to - from, POINTS), moving: (asked.get('to') ?? 'now') === 'now' };
}

/**
 * Calls back when the hub has something new of the site, not more often than charts should be redrawn.
 * @param {string} id
 * @param {() => void} then
 */
function followNews(id, then) {
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
  const lines = panel.lines(body.series.map((series) => onGrid(series, grid, step)));
  const absent = body.gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const heard = body.to - body.from - absent >= step;
  return { lines, grid, step, from: shown.from, to: shown.to, gaps: body.gaps, late: body.late, replaced: body.replaced, coverage: body.coverage, heard, at: hubTime() };
}

/** @param {string} id */
function noSuchSite(id) {
  return html`<h1 tabindex="-1">No such site</h1>
    ${empty(`This hub knows no site “${id}”`, html`<p><a href=${href({}, '/')}>Go to the fleet</a></p>`)}`;
}

/** @param {SiteDetail} site @param {boolean} editing @param {unknown} form what stands below the name */
function header(site, editing, form) {
  const versions = [...new Set(site.nodes.map((node) => node.version ?? site.version).filter(Boolean))];
  const worstClock = site.nodes
    .filter((node) => node.clock)
    .sort((a, b) => Math.abs(b.clock?.driftMs ?? 0) - Math.abs(a.clock?.driftMs ?? 0))[0];
  return html`
    <p class="crumbs"><a href=${href({}, '/')}>Fleet</a> <span aria-hidden="true">/</span> <a href=${href({ region: site.region }, '/')}>${site.region}</a></p>
    <div class="page-head site-head">
      <h1 tabindex="-1">${site.name}</h1>
      ${stateChip(site.state)} ${simulatedTag(site.simulated)}
      ${isAdmin() && !editing ? html`<a class="button edit-site" href=${href({ edit: true })}>Edit site</a>` : nothing}
      <p class="lede">${site.reason ? html`${sentence(site.reason)}.` : nothing}
        ${site.since !== undefined ? html`<span class="minor">Since ${moment(site.since, site)}.</span>` : nothing}</p>
    </div>
    ${form}
    <div class="facts">
      <dl class="clocks" aria-label="Three clocks">
        ${clockFact('Seen', 'last contact', site.seen, site)}
        ${clockFact('Data to', 'newest sample held without a gap before it', site.dataTo, site)}
        ${clockFact('Filled to', 'how far the back-fill has got', site.filledTo, site)}
      </dl>
      <dl class="small-facts">
        <div><dt>Contract</dt><dd>${site.contract.text} ${site.nodes.map((node) => node.contactDiffers ? html`<span class="minor">${site.nodes.length > 1 ? `${node.name}: ` : nothing}${sentence(node.contactDiffers)}.</span>` : nothing)}</dd></div>
        ${site.nextContact !== undefined ? html`<div><dt>Next contact</dt><dd>${age(site.nextContact, site)} <span class="minor">expected ${moment(site.nextContact, site)}</span></dd></div>` : nothing}
        <div><dt>Road</dt><dd>${site.road === 'usb' ? 'USB stick' : site.road === 'mqtt' ? 'MQTT' : '–'}</dd></div>
        <div><dt>Backlog</dt><dd>${site.seen === undefined ? '–' : site.backlogBytes ? html`${bytes(site.backlogBytes)}${site.finishAt !== undefined ? html`, done ${age(site.finishAt, site)}` : nothing}` : 'none'} <a href=${href({}, syncPath(site.id))}>Sync and losses</a></dd></div>
        <div><dt>Can stay dark</dt><dd>${dark(site.nodes)}</dd></div>
        <div><dt>Agent</dt><dd>${versions.length === 0 ? '–' : versions.join(', ')}</dd></div>
        <div><dt>Clock drift</dt><dd>${worstClock?.clock?.driftMs !== undefined ? clockWords(worstClock, site.nodes.length > 1) : '–'}</dd></div>
        ${site.nodes.map((node) => node.budget ? html`<div><dt>Byte budget</dt><dd>${budgetWords(node, node.budget, site)}</dd></div>` : nothing)}
        ${site.contact ? html`<div><dt>Contact</dt><dd>${site.contact}</dd></div>` : nothing}
        ${site.coordinates ? html`<div><dt>Coordinates</dt><dd>${site.coordinates.lat.toFixed(5)}, ${site.coordinates.lon.toFixed(5)}</dd></div>` : nothing}
      </dl>
    </div>
  `;
}

/** @param {SiteDetail} site */
function openAlertsOf(site) {
  if (site.openAlerts.length === 0) return nothing;
  return html`<section class="card" aria-labelledby="alerts-title">
    <div class="card-head"><h2 id="alerts-title">Open alerts</h2><span class="badge">${count(site.openAlerts.length)}</span>
      <p class="card-link"><a href=${href({ site: site.id, state: 'past' }, '/alerts')}>Past alerts of this site</a></p></div>
    ${alertTable(site.openAlerts, { label: 'Open alerts', site, oneSite: true })}
  </section>`;
}

/** As long as the first of its nodes that loses something. @param {Node[]} nodes */
function dark(nodes) {
  const known = nodes.filter((node) => node.summaryDays !== undefined).sort((a, b) => (a.summaryDays ?? 0) - (b.summaryDays ?? 0))[0];
  return known ? html`${darkText(known.summaryDays)} <span class="minor">before summaries are lost, ${darkText(known.rawDays)} before raw detail</span>` : '–';
}

/** @param {string} name @param {string} means @param {number | undefined} at @param {{zone?: string}} site */
function clockFact(name, means, at, site) {
  return html`<div class="clock-fact">
    <dt>${name} <span class="minor">${means}</span></dt>
    <dd><strong>${age(at, site)}</strong> <span class="minor">${at === undefined ? nothing : moment(at, site)}</span></dd>
  </div>`;
}

/** @param {Node} node @param {boolean} named */
function clockWords(node, named) {
  const clock = /** @type {NonNullable<Node['clock']>} */ (node.clock);
  const off = clock.driftMs === undefined ? 'unknown' : drift(clock.driftMs);
  const marked = isClockOff(node);
  return html`<span class=${marked ? 'clock-off' : ''}>${off}</span>
    <span class="minor">${named ? `${node.name}, ` : ''}${clock.quality === 'unknown' ? 'not checked' : `by ${QUALITY[clock.quality] ?? clock.quality}`}${clock.errorMs ? `, ± ${drift(clock.errorMs).slice(1)}` : ''}</span>`;
}

/** @param {Node} node @param {Budget} budget @param {SiteDetail} site */
function budgetWords(node, budget, site) {
  return html`${bytes(budget.spentBytes)} of ${bytes(budget.limitBytes)}, ${STEPS[budget.step] ?? budget.step}
    <span class="minor">${site.nodes.length > 1 ? `${node.name}, ` : ''}${budget.expectedBytes === undefined ? 'no forecast yet' : `${bytes(budget.expectedBytes)} expected`} by ${moment(budget.endsAt, site)}</span>`;
}

const STEPS = /** @type {Record<string, string>} */ ({
  full: 'everything is sent',
  'new-data': 'history waits',
  outlines: 'minutes wait',
  present: 'only the present state and events',
});

const QUALITY = /** @type {Record<string, string>} */ ({ ntp: 'NTP', gps: 'GPS', hub: "the hub's answer", restored: 'what it kept over the restart' });

/** @param {Node} node */
function isClockOff(node) {
  return Math.abs(node.clock?.driftMs ?? 0) > DRIFT_MARKED_MS;
}

/** @param {SiteDetail} site @param {Node | undefined} current */
function nodeCards(site, current) {
  if (site.nodes.length === 0) {
    return empty('No node has reported yet', html`<p>Make a join code for this site under <a href=${href({}, '/settings')}>Settings</a>, and run the command that it shows on the node. This page updates by itself.</p>`);
  }
  return html`<nav class="nodes" aria-label="Nodes">
    ${site.nodes.map((node) => {
      const silent = isSilent(node.state);
      const chosen = node.uid === current?.uid;
      return html`<a class="node ${silent ? 'silent' : ''}" href=${href({ node: node.uid })} aria-current=${chosen ? 'true' : nothing}>
        <span class="node-name">${stateMark(node.state)}<strong>${node.name}</strong> ${node.role ? html`<span class="minor">${node.role}</span>` : nothing}
          ${isClockOff(node) ? html`<span class="tag clock-off">clock ${drift(node.clock?.driftMs ?? 0)}</span>` : nothing}</span>
        <span class="node-state">${node.reason && node.reason !== site.reason ? sentence(node.reason) : ''}</span>
        <span class="node-values">
          ${latest('CPU', percent(node.latest?.cpu))} ${latest('Memory', percent(node.latest?.mem))}
          ${latest('Disk', percent(node.latest?.disk))} ${latest('Temp', temperature(node.latest?.temp))}
        </span>
        <span class="node-age">${silent ? 'last known, ' : ''}${age(node.dataTo ?? node.seen, site)}</span>
      </a>`;
    })}
  </nav>`;
}

/** @param {string} name @param {string} value */
function latest(name, value) {
  return html`<span class="value"><span class="minor">${name}</span> ${value}</span>`;
}

/** A silent site's charts are empty where it is silent: show the way to its last data. @param {SiteDetail} site @param {Shown} shown */
function olderNote(site, shown) {
  if (site.dataTo === undefined || site.dataTo >= shown.from) return nothing;
  const to = Math.ceil(site.dataTo / 60_000) * 60_000;
  const from = to - (shown.to - shown.from);
  return html`<p class="older">The newest data is from ${moment(site.dataTo, site)}, before this range.
    <a href=${href({ from: toAddress(from), to: toAddress(to) })}>Show it</a></p>`;
}

/** @param {SiteDetail} site @param {Shown} shown @param {ReturnType<typeof prepared> | undefined} first */
function strip(site, shown, first) {
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
function memo(of, key, make) {
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
function legend(replaced, zone) {
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

/** @param {SiteDetail} site */
function events(site) {
  const zone = zoneOf(site);
  const nodes = new Map(site.nodes.map((node) => [node.uid, node.name]));
  const newestFirst = [...site.events].sort((a, b) => b.at - a.at);
  return html`<section class="card" aria-labelledby="events-title">
    <div class="card-head"><h2 id="events-title">Events</h2>${newestFirst.length > 0 ? html`<span class="badge">${count(newestFirst.length)}</span>` : nothing}</div>
    ${newestFirst.length === 0
      ? html`<p class="quiet">Nothing happened in this range, as far as is known.</p>`
      : html`<div class="scroll mid" tabindex="0" role="region" aria-label="Events">
          <table class="rows">
            <thead><tr><th scope="col">Happened (${zoneLabel(zone)})</th><th scope="col">Reached us</th><th scope="col">Severity</th><th scope="col">Node</th><th scope="col">Event</th></tr></thead>
            <tbody>
              ${newestFirst.map(
                (event) => html`<tr>
                  <td>${bareMoment(event.at, site)}</td>
                  <td>${event.arrivedAt === undefined ? '–' : event.arrivedAt - event.at < 120_000 ? html`<span class="minor">at once</span>` : html`<span title="by then it may have been over">${duration(event.arrivedAt - event.at)} later</span>`}</td>
                  <td>${severityTag(event.severity)}</td>
                  <td>${event.node ? nodes.get(event.node) ?? event.node : '–'}</td>
                  <td class="wide">${event.text} <span class="minor">${event.type}</span></td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>`}
  </section>`;
}

/** @param {SiteDetail} site */
function gaps(site) {
  if (site.gaps.length === 0) return nothing;
  const zone = zoneOf(site);
  const nodes = new Map(site.nodes.map((node) => [node.uid, node.name]));
  return html`<section class="card" aria-labelledby="gaps-title">
    <div class="card-head"><h2 id="gaps-title">Counted losses</h2><span class="badge">${counted(site.gaps.length, 'gap')}</span></div>
    <div class="scroll mid" tabindex="0" role="region" aria-label="Counted losses">
      <table class="rows">
        <thead><tr><th scope="col">From (${zoneLabel(zone)})</th><th scope="col">To</th><th scope="col">Cause</th><th scope="col">Node</th><th scope="col">Stream</th><th scope="col" class="number">Batches</th><th scope="col" class="number">Samples</th><th scope="col" class="number">Lines</th><th scope="col" class="number">Events</th></tr></thead>
        <tbody>
          ${site.gaps.map(
            (gap) => html`<tr>
              <td>${bareMoment(gap.from, site)}</td><td>${bareMoment(gap.to, site)}</td><td class="wide">${causeText(gap.cause)}</td>
              <td>${gap.node ? nodes.get(gap.node) ?? gap.node : '–'}</td><td>${gap.stream ? streamName(gap.stream) : '–'}</td>
              <td class="number">${count(gap.batches)}</td><td class="number">${count(gap.samples)}</td><td class="number">${count(gap.lines)}</td><td class="number">${count(gap.events)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
