// Node: is it the hardware?

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { computed, effect, signal, untracked } from '/lib/signals.js';
import { href, nodePath, params, sitePath } from './address.js';
import { Refused, get, isAdmin } from './api.js';
import { diskNote, diskTable } from './capacity-views.js';
import { sites } from './fleet.js';
import { drift, sentence } from './format.js';
import { followNews, isClockOff, lanesOf, legend, olderNote, rangeNow, strip, zoomByAddress } from './lanes.js';
import { bootTable, cardNote, cardTable } from './machine-views.js';
import { HARDWARE_PANELS, TAIL_PANELS, USE_PANELS } from './node-panels.js';
import { age, moment, problemNote, segmented, simulatedTag, stateChip, waiting } from './parts.js';
import { rangeBar } from './range-bar.js';
import { resource } from './resource.js';
import { lastHeld } from './series.js';
import { noSuchSite, siteCrumbs, siteNav } from './site-nav.js';
import { ticketBoard } from './tickets.js';
import { zoneOf } from './zone.js';

/** @typedef {import('../types/contract.js').SiteDetail} SiteDetail */
/** @typedef {import('../types/contract.js').Node} Node */
/** @typedef {import('./panels.js').Line} Line */

const USUAL = '-24h';

/** What stands in the table of the four questions. @type {['use' | 'wait' | 'error', string][]} */
const QUESTIONS = [
  ['use', 'Utilisation'],
  ['wait', 'Saturation'],
  ['error', 'Errors'],
];

/** From here on a share of use or of waiting is marked; waiting is felt long before use is. */
const MARKED = { use: 0.9, wait: 0.25 };

/** @param {string} id @param {string} name @returns {import('./main.js').Page} */
export function open(id, name) {
  const shown = signal(rangeNow(USUAL));
  const address = `/sites/${encodeURIComponent(id)}`;
  const detail = resource(
    (abort) => /** @type {Promise<SiteDetail>} */ (get(`${address}?from=${Math.round(shown.peek().from)}&to=${Math.round(shown.peek().to)}`, abort)),
  );
  const node = computed(() => detail.data.value?.nodes.find((one) => one.name === name || one.uid === name));
  const uid = computed(() => node.value?.uid);
  const ofNode = (/** @type {string} */ part) => `${address}/${part}?node=${encodeURIComponent(node.peek()?.name ?? name)}`;
  const disks = resource((abort) => /** @type {Promise<import('../types/contract.js').DisksBody>} */ (get(ofNode('disks'), abort)));
  const boots = resource((abort) => /** @type {Promise<import('../types/contract.js').BootsBody>} */ (get(`${ofNode('boots')}&limit=20`, abort)));
  const cards = resource((abort) => /** @type {Promise<import('../types/contract.js').CardsBody>} */ (get(ofNode('cards'), abort)));
  const tickets = ticketBoard(() => uid.peek());
  const tailOpen = signal(params.peek().get('more') === 'yes');
  const lanes = (/** @type {import('./panels.js').Panel[]} */ panels) => lanesOf(id, panels, () => uid.peek(), () => shown.peek());
  const use = lanes(USE_PANELS);
  const hardware = lanes(HARDWARE_PANELS);
  const tail = lanes(TAIL_PANELS);
  const range = computed(() => `${params.value.get('from')} ${params.value.get('to')}`);

  function loadLanes() {
    if (!uid.peek()) return;
    use.load();
    void disks.load();
    void boots.load();
    void cards.load();
    hardware.load();
    if (tailOpen.peek()) tail.load();
  }

  const stop = [
    effect(() => {
      void range.value;
      untracked(() => {
        shown.value = rangeNow(USUAL);
        void detail.load();
        loadLanes();
      });
    }),
    effect(() => {
      if (uid.value) untracked(loadLanes);
    }),
    followNews(id, () => {
      if (shown.peek().moving) shown.value = rangeNow(USUAL);
      void detail.load();
      loadLanes();
    }),
  ];
  zoomByAddress();

  /** @param {Event} event */
  function unfold(event) {
    const opened = /** @type {HTMLDetailsElement} */ (event.target).open;
    if (opened && !tailOpen.peek()) {
      tailOpen.value = true;
      tail.load();
    }
  }

  return {
    title: () => `${name}, ${sites.value.get(id)?.name ?? id}`,
    close() {
      for (const end of stop) end();
      detail.close();
      for (const all of [disks, boots, cards, tickets]) all.close();
      for (const all of [use, hardware, tail]) all.close();
    },
    view() {
      const problem = detail.problem.value;
      const site = detail.data.value;
      if (!site) {
        if (problem instanceof Refused && problem.status === 404) return noSuchSite(id);
        return html`<h1 tabindex="-1">${name}</h1>${problemNote(problem, detail.load)}${problem ? nothing : waiting('the node')}`;
      }
      const found = node.value;
      if (!found) {
        return html`${siteCrumbs(site, true)}<h1 tabindex="-1">No such node</h1>
          <div class="empty"><p class="empty-title">${site.name} has no node “${name}”</p><p><a href=${href({}, sitePath(id))}>Go to the site</a></p></div>`;
      }
      return html`
        ${siteCrumbs(site, true)} ${header(site, found)} ${problemNote(problem, detail.load)}
        <div class="page-tools">${siteNav(id, 'node')} ${otherNodes(site, found)}</div>
        <section class="card" aria-labelledby="use-title">
          <div class="card-head"><h2 id="use-title">Four questions</h2><p class="quiet">The newest value, and the highest of the range.</p></div>
          ${questions(USE_PANELS.map((panel, i) => ({ panel, lines: use.held(i)?.lines })))}
        </section>
        <section class="card charts" aria-labelledby="charts-title">
          <div class="card-head"><h2 id="charts-title">Use, waiting and errors</h2>${rangeBar(USUAL)}</div>
          ${olderNote(site, shown.value)} ${strip(site, shown.value, use.held(0))} ${use.view(site, found, shown.value)}
          ${legend(use.held(0)?.replaced ?? [], zoneOf(site))}
        </section>
        <section class="card flush" aria-labelledby="disks-title">
          <div class="card-head"><h2 id="disks-title">Room on disks</h2></div>
          ${problemNote(disks.problem.value, disks.load)}
          ${disks.data.value ? html`${diskTable(disks.data.value, id, site, true)} ${diskNote()}` : waiting('the disks')}
        </section>
        <section class="card charts" aria-labelledby="hardware-title">
          <div class="card-head"><h2 id="hardware-title">Heat, power, card, clock, restarts</h2></div>
          ${hardware.view(site, found, shown.value)}
        </section>
        <section class="card flush" aria-labelledby="boots-title">
          <div class="card-head"><h2 id="boots-title">Why it was started again</h2></div>
          ${problemNote(boots.problem.value, boots.load)}
          ${boots.data.value ? bootTable(boots.data.value, site) : waiting('the starts')}
        </section>
        <section class="card flush" aria-labelledby="cards-title">
          <div class="card-head"><h2 id="cards-title">SD card and eMMC</h2></div>
          ${problemNote(cards.problem.value, cards.load)}
          ${cards.data.value ? html`${cardTable(cards.data.value, site)} ${cards.data.value.total > 0 ? cardNote() : nothing}` : waiting('the cards')}
        </section>
        ${isAdmin() && !found.simulated
          ? html`<details class="card flush fold" @toggle=${tickets.unfold}><summary><h2>Detail by ticket</h2></summary>${tickets.view(site)}</details>`
          : nothing}
        <details class="card charts fold" ?open=${tailOpen.value} @toggle=${unfold}>
          <summary><h2>More charts</h2></summary>
          ${tailOpen.value ? tail.view(site, found, shown.value) : nothing}
        </details>
      `;
    },
  };
}

/** @param {SiteDetail} site @param {Node} node */
function header(site, node) {
  const clock = node.clock;
  return html`
    <div class="page-head site-head">
      <h1 tabindex="-1">${node.name}</h1>
      ${stateChip(node.state)} ${simulatedTag(node.simulated)}
      ${isClockOff(node) ? html`<span class="tag clock-off">clock ${drift(clock?.driftMs ?? 0)}</span>` : nothing}
      <p class="lede">${node.reason ? html`${sentence(node.reason)}.` : nothing}</p>
    </div>
    <dl class="small-facts card">
      <div><dt>Seen</dt><dd>${age(node.seen, site)}</dd></div>
      <div><dt>Data to</dt><dd>${age(node.dataTo, site)} ${node.dataTo === undefined ? nothing : html`<span class="minor">${moment(node.dataTo, site)}</span>`}</dd></div>
      <div><dt>Role</dt><dd>${node.role || '–'}</dd></div>
      <div><dt>Agent</dt><dd>${node.version || '–'}</dd></div>
      <div><dt>Privacy policy</dt><dd>${node.policy ? html`<code>${node.policy}</code>${node.belowPolicy ? ', too early for the hub' : nothing}` : '–'}</dd></div>
      <div><dt>Clock against the hub</dt><dd>${clock?.driftMs === undefined ? '–' : drift(clock.driftMs)}</dd></div>
    </dl>`;
}

/** @param {SiteDetail} site @param {Node} node */
function otherNodes(site, node) {
  if (site.nodes.length < 2) return nothing;
  const range = { from: params.value.get('from'), to: params.value.get('to') };
  return segmented('Nodes', site.nodes.map((one) => ({ href: href(range, nodePath(site.id, one.name)), text: one.name, current: one.uid === node.uid })));
}

/** @param {{panel: import('./panels.js').Panel, lines: Line[] | undefined}[]} rows */
function questions(rows) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Four questions">
    <table class="rows use">
      <thead><tr><th scope="col">Resource</th>${QUESTIONS.map(([, title]) => html`<th scope="col">${title}</th>`)}</tr></thead>
      <tbody>
        ${rows.map(
          ({ panel, lines }) => html`<tr>
            <th scope="row"><a href="#panel-${panel.id}">${panel.title}</a></th>
            ${QUESTIONS.map(([key]) => html`<td>${lines === undefined ? html`<span class="none">…</span>` : answer(panel, lines.find((line) => line.says === key), key)}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/**
 * Colour, glyph and word, as a state has them.
 * @param {import('./panels.js').Panel} panel
 * @param {Line | undefined} line
 * @param {'use' | 'wait' | 'error'} key
 */
function answer(panel, line, key) {
  const at = line ? lastHeld(line.values) : -1;
  if (!line || at < 0) return html`<span class="none">not told</span>`;
  const shown = line.format ?? panel.format;
  const highest = Math.max(...line.values.filter((value) => value !== null));
  const limit = key === 'error' ? 0 : panel.ceiling === 1 ? MARKED[key] : Infinity;
  const newest = /** @type {number} */ (line.values[at]);
  const mark = newest > limit ? /** @type {const} */ ('now') : highest > limit ? /** @type {const} */ ('before') : '';
  return html`<span class="use-value ${mark}">${mark ? html`<span class="use-mark" aria-hidden="true">!</span>` : nothing}<strong>${shown(newest)}</strong>
    <span class="minor">${line.label}</span>
    <span class="below">${key === 'error' ? ERRORS[mark] : `${HIGH[mark]}at most ${shown(highest)}`}</span></span>`;
}

const ERRORS = { now: 'happens now', before: 'happened in this range', '': 'none in this range' };
const HIGH = { now: 'high now, ', before: 'was high, ', '': '' };
