// Pods and workloads of a site: is it the workload?

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { href, nodePath, params } from './address.js';
import { disks, disksLede, requests, requestsLede } from './capacity-views.js';
import { bytes, cores, count, counted, percent, sentence } from './format.js';
import { age, empty, lifetime, pager, problemNote, segmented, simulatedTag, stateChip } from './parts.js';
import { rangeBar } from './range-bar.js';
import { USUAL, choiceOf, condition, notYet, searchField, siteAnswer, siteNamed, sortHead } from './site-follow.js';
import { siteCrumbs, siteNav } from './site-nav.js';

/** @typedef {import('../types/contract.js').DisksBody} DisksBody */
/** @typedef {import('../types/contract.js').RequestsBody} RequestsBody */
/** @typedef {import('../types/contract.js').Pod} Pod */
/** @typedef {import('../types/contract.js').PodsBody} PodsBody */
/** @typedef {import('../types/contract.js').Workload} Workload */
/** @typedef {import('../types/contract.js').WorkloadsBody} WorkloadsBody */

const ROWS = 100;
const SORT = '-restarts';

/** From here on a share of a limit is marked. */
const NEAR = 0.85;

/** What the page may show beside pods: the word in the address, and the words on the page. @type {[string, string][]} */
const VIEWS = [
  ['', 'Pods'],
  ['workloads', 'Deployments, jobs and charts'],
  ['requests', 'Requests against use'],
  ['disks', 'Disks and volumes'],
];

const view = () => VIEWS.find(([word]) => word === params.value.get('view'))?.[0] ?? '';

/** @param {string} id @returns {import('./main.js').Page} */
export function open(id) {
  const answer = siteAnswer(id, ROWS, () => {
    const asked = { namespace: params.value.get('namespace'), state: params.value.get('state'), q: params.value.get('q') };
    const word = view();
    return word !== '' ? { tail: `/${word}`, asked } : { tail: '/pods', asked: { ...asked, node: params.value.get('node'), sort: params.value.get('sort') } };
  });
  return {
    title: () => `Workloads, ${siteNamed(id).name}`,
    close: answer.close,
    view() {
      const site = siteNamed(id);
      const body = /** @type {PodsBody | WorkloadsBody | RequestsBody | DisksBody | undefined} */ (answer.data.data.value);
      if (!body) return notYet(id, 'Workloads', answer.data, 'what runs there');
      return html`
        ${siteCrumbs(site, true)}
        <div class="page-head site-head"><h1 tabindex="-1">Workloads of ${site.name}</h1>
          ${'state' in site ? html`${stateChip(site.state)} ${simulatedTag(site.simulated)}` : nothing}
          <p class="lede">${lede(body)}</p></div>
        ${problemNote(answer.data.problem.value, answer.data.load)}
        <div class="page-tools">${siteNav(id, 'pods')}
          ${segmented('What is shown', VIEWS.map(([word, text]) => ({ href: href({ view: word || null, page: null, sort: null, node: null }), text, current: word === view() })))}</div>
        <section class="card flush" aria-label=${VIEWS.find(([word]) => word === view())?.[1] ?? ''}>
          ${'disks' in body ? disks(body, id, site, ROWS) : 'rows' in body ? html`${filters(body, false)} ${requests(body, ROWS)}` : html`${filters(body, true)} ${'pods' in body ? pods(body, id, site) : workloads(body, site)}`}
          ${body.leftOut > 0 ? html`<p class="quiet">${counted(body.leftOut, 'series')} beyond what is shown of one site ${body.leftOut === 1 ? 'was' : 'were'} left out.</p>` : nothing}
        </section>
      `;
    },
  };
}

/** @param {PodsBody | WorkloadsBody | RequestsBody | DisksBody} body */
function lede(body) {
  return 'pods' in body ? podsLede(body) : 'workloads' in body ? workloadsLede(body) : 'disks' in body ? disksLede(body) : requestsLede(body);
}

/** @param {PodsBody | WorkloadsBody | RequestsBody} body @param {boolean} ofRange whether a state and a range of time may be chosen */
function filters(body, ofRange) {
  return html`<div class="filter-bar" role="search">
    ${ofRange
      ? segmented('State', [
          ['', 'All'],
          ['ill', 'Not well'],
          ['gone', 'Gone'],
        ].map(([word, text]) => ({ href: href({ state: word || null, page: null }), text, current: (params.value.get('state') ?? '') === word })))
      : nothing}
    ${choiceOf('namespace', 'Namespace', body.namespaces)} ${'pods' in body ? choiceOf('node', 'Node', body.nodes) : nothing}
    ${searchField('Name', 'Part of a name')} ${ofRange ? rangeBar(USUAL) : nothing}
  </div>`;
}

/** @param {PodsBody} body */
function podsLede(body) {
  if (body.known === 0) return nothing;
  const parts = [counted(body.known, 'pod'), body.ill > 0 ? `${count(body.ill)} not well` : 'all are well', body.gone > 0 ? `${count(body.gone)} gone` : ''];
  return `${parts.filter(Boolean).join(', ')}; ${counted(body.restarts, 'restart')} and ${counted(body.oomKills, 'kill')} for lack of memory in this range.`;
}

/** @param {WorkloadsBody} body */
function workloadsLede(body) {
  if (body.known === 0) return nothing;
  return `${counted(body.known, 'workload')}, ${body.ill > 0 ? `${count(body.ill)} failed or stuck` : 'none failed or stuck'}.`;
}

/** @param {boolean} any whether the site has any, whatever is asked */
function nobody(any) {
  return any
    ? empty('Nothing matches', html`<p><a href=${href({ namespace: null, node: null, state: null, q: null, page: null })}>Show all</a></p>`)
    : empty('Nothing was told in this range', html`<p>No agent of this site told of pods. One agent of a cluster has the role <code>cluster</code> or <code>all</code>; those of its nodes tell of containers.</p>`);
}

/** @param {import('../types/contract.js').Use} use @param {(value: number | undefined) => string} shown */
function against(use, shown) {
  const parts = [use.request === undefined ? '' : `asked ${shown(use.request)}`, use.limit === undefined ? '' : `limit ${shown(use.limit)}`].filter(Boolean);
  return html`${shown(use.used)}${parts.map((part) => html`<span class="below">${part}</span>`)}`;
}

/** @param {Pod} pod */
function ofLimit(pod) {
  if (pod.memoryOfLimit === undefined) return html`<span class="none">${pod.memory.limit === undefined ? 'no limit' : '–'}</span>`;
  const near = pod.memoryOfLimit >= NEAR;
  return html`<span class=${near ? 'near' : ''}>${near ? html`<span class="use-mark" aria-hidden="true">!</span>` : nothing}${percent(pod.memoryOfLimit)}${near ? html`<span class="below">near its limit</span>` : nothing}</span>`;
}

/** @param {number} value */
function some(value) {
  return value > 0 ? html`<strong>${count(value)}</strong>` : '0';
}

/** @param {PodsBody} body @param {string} id @param {{zone?: string}} site */
function pods(body, id, site) {
  if (body.total === 0) return nobody(body.known > 0);
  const range = { from: params.value.get('from'), to: params.value.get('to') };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Pods">
      <table class="rows tall">
        <thead><tr>
          ${sortHead('pod', 'Pod', SORT)} ${sortHead('state', 'State', SORT)} ${sortHead('restarts', 'Restarts', SORT, { number: true })}
          ${sortHead('oom', 'Killed for memory', SORT, { number: true })} ${sortHead('limit', 'Memory of limit', SORT, { number: true })}
          ${sortHead('memory', 'Memory', SORT, { number: true })} ${sortHead('cpu', 'CPU, cores', SORT, { number: true })}
          <th scope="col">Last exit</th> ${sortHead('node', 'Node', SORT)} ${sortHead('age', 'Age', SORT)}
        </tr></thead>
        <tbody>
          ${repeat(
            body.pods,
            (pod) => `${pod.namespace}/${pod.pod}`,
            (pod) => html`<tr class=${pod.gone ? 'past' : ''}>
              <th scope="row" class="object">${pod.pod}<span class="below">${pod.namespace}</span></th>
              <td>${condition(pod.gone ? 'none' : pod.well ? 'ok' : 'ill', pod.state)}${pod.gone ? html`<span class="below">last told ${age(pod.toldTo, site)}</span>` : nothing}</td>
              <td class="number">${some(pod.restarts)}</td>
              <td class="number">${some(pod.oomKills)}</td>
              <td class="number">${ofLimit(pod)}</td>
              <td class="number">${against(pod.memory, bytes)}</td>
              <td class="number">${against(pod.cpu, cores)}</td>
              <td>${pod.lastExit ?? html`<span class="none">–</span>`}</td>
              <td>${pod.node && body.nodes.includes(pod.node) ? html`<a href=${href(range, nodePath(id, pod.node))}>${pod.node}</a>` : pod.node ?? html`<span class="none">–</span>`}</td>
              <td>${pod.startedAt === undefined ? html`<span class="none">–</span>` : lifetime(pod.startedAt, site)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${pager(body.total, body.offset, body.pods.length, ROWS, 'pod')}`;
}

const LOOKS = /** @type {Record<string, ['ok' | 'ill' | 'busy' | 'none', string]>} */ ({
  failed: ['ill', 'failed'],
  stuck: ['ill', 'stuck'],
  'rolling-out': ['busy', 'rolling out'],
  paused: ['none', 'paused'],
  unknown: ['none', 'unknown'],
  'as-wanted': ['ok', 'as wanted'],
  gone: ['none', 'gone'],
});

/** What has no pods of its own, and its words: done, and under way. */
const APPLIED = /** @type {Record<string, [string, string]>} */ ({
  Addon: ['applied', 'not applied yet'],
  HelmChart: ['installed', 'being installed'],
  Plan: ['complete', 'under way'],
});

/** @param {Workload} workload */
function stateOf(workload) {
  const [look, word] = LOOKS[workload.state] ?? ['none', workload.state];
  if (workload.kind === 'Job') return condition(look, workload.state === 'as-wanted' ? 'not failed' : workload.state === 'rolling-out' ? 'running' : word);
  const own = APPLIED[workload.kind];
  return condition(look, own && workload.state === 'as-wanted' ? own[0] : own && workload.state === 'rolling-out' ? own[1] : word);
}

/** @param {Workload} one @param {WorkloadsBody} body @param {{zone?: string}} site */
function changed(one, body, site) {
  if (one.unmovedSince === undefined) return html`<span class="none">–</span>`;
  // A range begins with a whole hour: what stood there at its begin changed before.
  return one.unmovedSince < body.from + 3_600_000 ? html`<span class="minor">before this range</span>` : age(one.unmovedSince, site);
}

/** @param {WorkloadsBody} body @param {{zone?: string}} site */
function workloads(body, site) {
  if (body.total === 0) return nobody(body.known > 0);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Deployments, jobs and charts">
      <table class="rows tall">
        <thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">State</th><th scope="col" class="number">Wanted</th><th scope="col" class="number">Ready</th><th scope="col" class="number">Of the newest version</th><th scope="col">Why</th><th scope="col">Last change</th></tr></thead>
        <tbody>
          ${repeat(
            body.workloads,
            (one) => `${one.kind} ${one.namespace}/${one.name}`,
            (one) => html`<tr class=${one.state === 'gone' ? 'past' : ''}>
              <th scope="row" class="object">${one.kind === 'Job' || one.kind in APPLIED ? one.name : html`<a href=${href({ view: null, state: null, page: null, namespace: one.namespace, q: one.name })}>${one.name}<span class="sr">, its pods</span></a>`}<span class="below">${one.namespace}</span></th>
              <td>${one.kind}</td>
              <td>${stateOf(one)}</td>
              <td class="number">${count(one.wanted)}</td>
              <td class="number">${count(one.ready)}</td>
              <td class="number">${count(one.updated)}</td>
              <td class="wide">${one.reason ? sentence(one.reason) : html`<span class="none">–</span>`}</td>
              <td>${changed(one, body, site)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${pager(body.total, body.offset, body.workloads.length, ROWS, 'workload')}`;
}
