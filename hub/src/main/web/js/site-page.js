// Site: what is wrong here, and since when?

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { computed, effect, signal, untracked } from '/lib/signals.js';
import { href, nodePath, params, sitePath, syncPath } from './address.js';
import { Refused, get, isAdmin } from './api.js';
import { alertTable } from './alert-table.js';
import { sites } from './fleet.js';
import { bytes, count, counted, drift, percent, sentence, temperature } from './format.js';
import { causeText } from './gaps.js';
import { followNews, isClockOff, lanesOf, legend, olderNote, rangeNow, strip, zoomByAddress } from './lanes.js';
import { latenciesCard, latenciesOf } from './latencies.js';
import { darkText } from './ledger.js';
import { PANELS } from './panels.js';
import { age, bareMoment, empty, moment, policyNotice, problemNote, simulatedTag, stateChip, stateMark, waiting } from './parts.js';
import { PatternList, severityTag } from './pattern-list.js';
import { rangeBar } from './range-bar.js';
import { resource } from './resource.js';
import { signalsRow } from './signals-row.js';
import { siteForm } from './site-form.js';
import { noSuchSite, siteCrumbs, siteNav } from './site-nav.js';
import { isSilent } from './states.js';
import { streamName } from './streams.js';
import { duration } from './time.js';
import { zoneLabel, zoneOf } from './zone.js';

/** @typedef {import('../types/contract.js').SiteDetail} SiteDetail */
/** @typedef {import('../types/contract.js').Node} Node */
/** @typedef {import('../types/contract.js').Budget} Budget */
/** @typedef {import('../types/contract.js').PatternsBody} PatternsBody */
/** @typedef {import('../types/contract.js').SignalsBody} SignalsBody */

const USUAL = '-24h';

/** @param {string} id @returns {import('./main.js').Page} */
export function open(id) {
  const shown = signal(rangeNow(USUAL));
  const address = `/sites/${encodeURIComponent(id)}`;
  const span = () => `from=${Math.round(shown.peek().from)}&to=${Math.round(shown.peek().to)}`;
  const detail = resource((abort) => /** @type {Promise<SiteDetail>} */ (get(`${address}?${span()}`, abort)));
  const patterns = resource(
    (abort) => /** @type {Promise<PatternsBody>} */ (get(`/patterns?${span()}&site=${encodeURIComponent(id)}&limit=8`, abort)),
  );
  const signals = resource((abort) => /** @type {Promise<SignalsBody>} */ (get(`${address}/signals`, abort)));
  const latencies = resource((abort) => latenciesOf(id, shown.peek(), abort));
  const list = new PatternList();

  /** The node whose charts are shown: the one in the address, else the one with the most to say. */
  const node = computed(() => {
    const nodes = machinesFirst(detail.data.value?.nodes ?? []);
    const asked = params.value.get('node');
    return nodes.find((candidate) => candidate.uid === asked) ?? nodes.find((candidate) => isMachine(candidate) && candidate.state !== 'healthy') ?? nodes[0];
  });
  const uid = computed(() => node.value?.uid);
  const form = siteForm(id, () => void detail.load());
  const editing = computed(() => params.value.get('edit') === 'yes' && isAdmin());
  const range = computed(() => `${params.value.get('from')} ${params.value.get('to')}`);

  const lanes = lanesOf(id, PANELS, () => uid.peek(), () => shown.peek());

  const stop = [
    // A new range: everything anew.
    effect(() => {
      void range.value;
      untracked(() => {
        shown.value = rangeNow(USUAL);
        void detail.load();
        void patterns.load();
        void signals.load();
        void latencies.load();
        if (uid.peek()) lanes.load();
      });
    }),
    effect(() => {
      if (!uid.value) return;
      untracked(() => {
        lanes.clear();
        lanes.load();
      });
    }),
    effect(() => {
      const site = detail.data.value;
      if (!editing.value) untracked(form.shut);
      else if (site) untracked(() => form.open(site));
    }),
    // New data: the same again, with the end of the range moved to now.
    followNews(id, () => {
      if (shown.peek().moving) shown.value = rangeNow(USUAL);
      void detail.load();
      void patterns.load();
      void signals.load();
      void latencies.load();
      if (uid.peek()) lanes.load();
    }),
  ];
  zoomByAddress();

  return {
    title: () => sites.value.get(id)?.name ?? detail.data.value?.name ?? id,
    close() {
      for (const end of stop) end();
      detail.close();
      patterns.close();
      signals.close();
      latencies.close();
      list.close();
      form.close();
      lanes.close();
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
        ${signalsRow(signals.data.value, now)} ${openAlertsOf(now)} ${nodeCards(now, node.value)}
        <section class="card charts" aria-labelledby="charts-title">
          <div class="card-head">
            <h2 id="charts-title">${node.value && now.nodes.length > 1 ? html`Timeline and charts of ${node.value.name}` : 'Timeline and charts'}</h2>
            ${node.value ? html`<p class="card-link"><a href=${href({ from: params.value.get('from'), to: params.value.get('to') }, nodePath(id, node.value.name))}>Hardware of ${node.value.name}</a></p>` : nothing}
            ${rangeBar(USUAL)}
          </div>
          ${olderNote(now, shown.value)} ${strip(now, shown.value, lanes.held(0))}
          ${node.value
            ? lanes.view(now, node.value, shown.value)
            : html`<p class="quiet">No node has reported yet, so there is nothing to draw.</p>`}
          ${legend(lanes.held(0)?.replaced ?? [], zoneOf(now))}
        </section>
        ${latenciesCard(latencies.data.value)}
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

/** @param {SiteDetail} site @param {boolean} editing @param {unknown} form what stands below the name */
function header(site, editing, form) {
  const versions = [...new Set(site.nodes.map((node) => node.version ?? site.version).filter(Boolean))];
  const worstClock = site.nodes
    .filter((node) => node.clock)
    .sort((a, b) => Math.abs(b.clock?.driftMs ?? 0) - Math.abs(a.clock?.driftMs ?? 0))[0];
  return html`
    ${siteCrumbs(site, false)}
    <div class="page-head site-head">
      <h1 tabindex="-1">${site.name}</h1>
      ${stateChip(site.state)} ${simulatedTag(site.simulated)}
      ${isAdmin() && !editing ? html`<a class="button edit-site" href=${href({ edit: true })}>Edit site</a>` : nothing}
      <p class="lede">${site.reason ? html`${sentence(site.reason)}.` : nothing}
        ${site.since !== undefined ? html`<span class="minor">Since ${moment(site.since, site)}.</span>` : nothing}</p>
    </div>
    ${form} ${site.policyNotice ? policyNotice(site.policyNotice) : nothing} ${siteNav(site.id, 'site')}
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
        <div><dt>Privacy policy</dt><dd>${policies(site.nodes)}</dd></div>
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

/** Each policy once, and at which nodes the hub does not take it. @param {Node[]} nodes */
function policies(nodes) {
  const ids = [...new Set(nodes.map((node) => node.policy).filter((id) => id !== undefined))].sort();
  return ids.length === 0
    ? '–'
    : ids.map((id) => {
        const below = nodes.filter((node) => node.policy === id && node.belowPolicy);
        return html`<code>${id}</code> ${below.length > 0 ? html`<span class="minor">${below.map((node) => node.name).join(', ')}: too early for the hub.</span>` : nothing} `;
      });
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

/** The agent of a cluster watches the API server and no machine. @param {Node} node */
function isMachine(node) {
  return node.role !== 'cluster';
}

/** @param {Node[]} nodes */
function machinesFirst(nodes) {
  return [...nodes.filter(isMachine), ...nodes.filter((node) => !isMachine(node))];
}

/** @param {SiteDetail} site @param {Node | undefined} current */
function nodeCards(site, current) {
  if (site.nodes.length === 0) {
    return empty('No node has reported yet', html`<p>Make a join code for this site under <a href=${href({}, '/settings')}>Settings</a>, and run the command that it shows on the node. This page updates by itself.</p>`);
  }
  return html`<nav class="nodes" aria-label="Nodes">
    ${machinesFirst(site.nodes).map((node) => {
      const silent = isSilent(node.state);
      const chosen = node.uid === current?.uid;
      return html`<a class="node ${silent ? 'silent' : ''}" href=${href({ node: node.uid })} aria-current=${chosen ? 'true' : nothing}>
        <span class="node-name">${stateMark(node.state)}<strong>${node.name}</strong> ${node.role ? html`<span class="minor">${node.role}</span>` : nothing}
          ${isClockOff(node) ? html`<span class="tag clock-off">clock ${drift(node.clock?.driftMs ?? 0)}</span>` : nothing}</span>
        <span class="node-state">${node.reason && node.reason !== site.reason ? sentence(node.reason) : ''}</span>
        ${isMachine(node)
          ? html`<span class="node-values">
              ${latest('CPU', percent(node.latest?.cpu))} ${latest('Memory', percent(node.latest?.mem))}
              ${latest('Disk', percent(node.latest?.disk))} ${latest('Temp', temperature(node.latest?.temp))}
            </span>`
          : html`<span class="node-state">Tells of pods and workloads, not of a machine.</span>`}
        <span class="node-age">${silent ? 'last known, ' : ''}${age(node.dataTo ?? node.seen, site)}</span>
      </a>`;
    })}
  </nav>`;
}

/** @param {string} name @param {string} value */
function latest(name, value) {
  return html`<span class="value"><span class="minor">${name}</span> ${value}</span>`;
}

/** @param {SiteDetail} site */
function events(site) {
  const zone = zoneOf(site);
  const nodes = new Map(site.nodes.map((node) => [node.uid, node.name]));
  const newestFirst = [...site.events].sort((a, b) => b.at - a.at);
  return html`<section class="card" aria-labelledby="events-title">
    <div class="card-head"><h2 id="events-title">Events</h2>${newestFirst.length > 0 ? html`<span class="badge">${count(newestFirst.length)}</span>` : nothing}
      <p class="card-link"><a href=${href({ from: params.value.get('from'), to: params.value.get('to') }, `${sitePath(site.id)}/events`)}>Timeline of this site</a></p></div>
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
