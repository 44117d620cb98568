// The timeline of a site in words: what happened there, when, and when that reached us.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { href, nodePath, params } from './address.js';
import { count, sentence } from './format.js';
import { bareMoment, empty, pager, problemNote, segmented, simulatedTag, stateChip } from './parts.js';
import { severityTag } from './pattern-list.js';
import { rangeBar } from './range-bar.js';
import { USUAL, choiceOf, notYet, searchField, siteAnswer, siteNamed } from './site-follow.js';
import { siteCrumbs, siteNav } from './site-nav.js';
import { duration } from './time.js';
import { zoneLabel, zoneOf } from './zone.js';

/** @typedef {import('../types/contract.js').Happening} Happening */
/** @typedef {import('../types/contract.js').HappeningsBody} HappeningsBody */

const ROWS = 100;

/** What arrives within this time came at once, in ms. */
const AT_ONCE_MS = 120_000;

const KINDS = /** @type {Record<string, string>} */ ({
  kubernetes: 'Kubernetes',
  alert: 'Alerts',
  restart: 'Restarts',
  contact: 'Contact',
  clock: 'Clock',
  pattern: 'Log patterns',
  action: 'Actions',
});

/** @param {string} id @returns {import('./main.js').Page} */
export function open(id) {
  const answer = siteAnswer(id, ROWS, () => ({
    tail: '/happenings',
    asked: { kind: params.value.get('kind'), namespace: params.value.get('namespace'), q: params.value.get('q') },
  }));
  return {
    title: () => `Timeline, ${siteNamed(id).name}`,
    close: answer.close,
    view() {
      const site = siteNamed(id);
      const body = /** @type {HappeningsBody | undefined} */ (answer.data.data.value);
      if (!body) return notYet(id, 'Timeline', answer.data, 'what happened there');
      const chosen = params.value.get('kind') ?? '';
      const all = Object.values(body.kinds).reduce((sum, number) => sum + number, 0);
      return html`
        ${siteCrumbs(site, true)}
        <div class="page-head site-head"><h1 tabindex="-1">Timeline of ${site.name}</h1>
          ${'state' in site ? html`${stateChip(site.state)} ${simulatedTag(site.simulated)}` : nothing}</div>
        ${problemNote(answer.data.problem.value, answer.data.load)}
        <div class="page-tools">${siteNav(id, 'events')}</div>
        <section class="card flush" aria-label="What happened">
          <div class="filter-bar" role="search">
            ${segmented('Kind', [
              { href: href({ kind: null, page: null }), text: `All ${count(all)}`, current: chosen === '' },
              ...Object.entries(KINDS)
                .filter(([kind]) => kind === chosen || kind in body.kinds)
                .map(([kind, text]) => ({ href: href({ kind, page: null }), text: `${text} ${count(body.kinds[kind] ?? 0)}`, current: kind === chosen })),
            ])}
            ${body.namespaces.length > 0 || params.value.get('namespace') ? choiceOf('namespace', 'Namespace', body.namespaces) : nothing}
            ${searchField('Text', 'Part of what it says')} ${rangeBar(USUAL)}
          </div>
          ${body.total === 0 ? nothingHere() : html`${table(body, id, site)} ${pager(body.total, body.offset, body.happenings.length, ROWS, 'event')}`}
          ${body.cut ? html`<p class="quiet">A node told more than is read at once; the oldest of this range are left out. Choose a shorter range to see them.</p>` : nothing}
        </section>
      `;
    },
  };
}

function nothingHere() {
  return ['kind', 'namespace', 'q'].some((name) => params.value.get(name))
    ? empty('Nothing matches', html`<p><a href=${href({ kind: null, namespace: null, q: null, page: null })}>Show all</a></p>`)
    : empty('Nothing happened in this range', html`<p>As far as is known. What happens while a site is dark stands here once it was in contact.</p>`);
}

/** @param {HappeningsBody} body @param {string} id @param {{zone?: string}} site */
function table(body, id, site) {
  const zone = zoneLabel(zoneOf(site));
  const range = { from: params.value.get('from'), to: params.value.get('to') };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="What happened">
    <table class="rows tall">
      <thead><tr><th scope="col">Happened (${zone})</th><th scope="col">What</th><th scope="col">Severity</th><th scope="col">Reached us</th><th scope="col">Of</th><th scope="col">Node</th></tr></thead>
      <tbody>
        ${body.happenings.map(
          (one) => html`<tr>
            <td>${bareMoment(one.at, site)}${one.until === undefined ? nothing : html`<span class="below">for ${duration(one.until - one.at)}</span>`}</td>
            <th scope="row" class="wide">${one.node ? one.text : sentence(one.text)}<span class="below">${KINDS[one.kind] ?? one.kind}${one.reason ? `, ${one.reason}` : ''}${one.count !== undefined && one.count > 1 ? `, ${count(one.count)} times` : ''}</span></th>
            <td>${severityTag(one.severity)}</td>
            <td>${reached(one, site)}</td>
            <td class="object">${one.object ?? html`<span class="none">–</span>`}${one.namespace ? html`<span class="below">${one.namespace}</span>` : nothing}</td>
            <td>${one.node ? html`<a href=${href(range, nodePath(id, one.node))}>${one.node}</a>` : html`<span class="none">–</span>`}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @param {Happening} one @param {{zone?: string}} site */
function reached(one, site) {
  if (one.arrivedAt === undefined) return html`<span class="minor">seen here</span>`;
  const late = one.arrivedAt - one.at;
  return html`${bareMoment(one.arrivedAt, site)}<span class="below">${late < AT_ONCE_MS ? 'at once' : `${duration(late)} later`}</span>`;
}
