// Upgrades: which sites are ready for a new version of Kubernetes? The hub decides the word; this page shows it.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { effect, untracked } from '/lib/signals.js';
import { href, params, sitePath } from './address.js';
import { pageOf } from './alert-filters.js';
import { get } from './api.js';
import { count, counted, sentence } from './format.js';
import { age, empty, pager, problemNote, segmented, waiting } from './parts.js';
import { resource } from './resource.js';
import { condition, searchField } from './site-follow.js';

/** @typedef {import('../types/contract.js').UpgradePlan} UpgradePlan */
/** @typedef {import('../types/contract.js').UpgradeRow} UpgradeRow */
/** @typedef {import('../types/contract.js').UpgradesBody} UpgradesBody */

const ROWS = 100;
const AGAIN_MS = 60_000;

const WORDS = /** @type {Record<string, ['ok' | 'ill' | 'look' | 'none' | 'unknown', string]>} */ ({
  blocked: ['ill', 'blocked'],
  look: ['look', 'look first'],
  unknown: ['unknown', 'unknown'],
  ready: ['ok', 'ready'],
  none: ['none', 'no cluster'],
});

/** @returns {import('./main.js').Page} */
export function open() {
  const upgrades = resource((abort) => {
    const asked = new URLSearchParams({ offset: String((untracked(pageOf) - 1) * ROWS), limit: String(ROWS) });
    for (const name of ['word', 'q']) {
      const value = params.peek().get(name);
      if (value) asked.set(name, value);
    }
    return /** @type {Promise<UpgradesBody>} */ (get(`/upgrades?${asked}`, abort));
  });
  const stop = effect(() => {
    void params.value;
    untracked(() => void upgrades.load());
  });
  const again = setInterval(() => {
    if (!document.hidden) void upgrades.load();
  }, AGAIN_MS);
  return {
    title: 'Upgrades',
    close() {
      stop();
      clearInterval(again);
      upgrades.close();
    },
    view: () => view(upgrades),
  };
}

/** @param {ReturnType<typeof resource<UpgradesBody>>} upgrades */
function view(upgrades) {
  const body = upgrades.data.value;
  const chosen = params.value.get('word') ?? '';
  return html`
    <p class="crumbs"><a href=${href({}, '/')}>Fleet</a></p>
    <div class="page-head"><h1 tabindex="-1">Upgrades</h1>
      <p class="lede">Whether a site’s Kubernetes can be taken to a new version, by what the site told.</p></div>
    <section class="card flush" aria-label="Sites">
      <div class="filter-bar" role="search">
        ${segmented('Word', [
          { href: href({ word: null, page: null }), text: 'All', current: chosen === '' },
          ...Object.entries(WORDS).map(([word, [, text]]) => ({
            href: href({ word, page: null }),
            text: `${sentence(text)} ${count(body?.words[word] ?? 0)}`,
            current: word === chosen,
          })),
        ])}
        ${searchField('Site', 'Part of a name')}
      </div>
      ${problemNote(upgrades.problem.value, upgrades.load)}
      ${body === undefined
        ? upgrades.problem.value ? nothing : waiting('sites')
        : body.total === 0
          ? empty('No site matches', html`<p><a href=${href({ word: null, q: null, page: null })}>Show all</a></p>`)
          : html`${table(body)} ${pager(body.total, body.offset, body.sites.length, ROWS, 'site')}`}
    </section>
  `;
}

/** @param {UpgradesBody} body */
function table(body) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Sites">
    <table class="rows tall">
      <thead><tr><th scope="col">Site</th><th scope="col">Upgrade</th><th scope="col">Why</th><th scope="col">Versions</th><th scope="col">Plans</th><th scope="col" class="number">Nodes</th><th scope="col">Certificates end</th><th scope="col">Last saved</th><th scope="col">Told</th></tr></thead>
      <tbody>
        ${repeat(
          body.sites,
          (row) => row.id,
          (row) => html`<tr>
            <th scope="row" class="object"><a href=${href({}, sitePath(row.id))}>${row.name}</a></th>
            <td>${condition(...(WORDS[row.word] ?? ['unknown', row.word]))}</td>
            <td class="wide">${sentence(row.reason)}.</td>
            <td>${row.versions.length === 0 ? unknown(row) : row.versions.join(', ')}</td>
            <td>${plans(row)}</td>
            <td class="number">${row.nodes === 0 ? unknown(row) : count(row.nodes)}</td>
            <td>${row.certificateEnds === undefined ? unknown(row) : age(row.certificateEnds)}</td>
            <td>${row.snapshotAt === undefined ? unknown(row) : row.snapshotAt === 0 ? 'never' : age(row.snapshotAt)}</td>
            <td>${row.toldAt === undefined ? html`<span class="none">–</span>` : age(row.toldAt)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Failed ones first, then those under way. @param {UpgradeRow} row */
function plans(row) {
  if (row.plans.length === 0) return html`<span class="none">–</span>`;
  const rank = (/** @type {UpgradePlan} */ plan) => (plan.failed ? 0 : plan.applying > 0 ? 1 : plan.complete ? 3 : 2);
  return [...row.plans].sort((one, other) => rank(one) - rank(other)).map(
    (plan) => html`<div>${plan.name.replace(/^.*\//, '')}${plan.version ? ` → ${plan.version}` : ''}<span class="below">${state(plan)}</span></div>`,
  );
}

/** @param {UpgradePlan} plan */
function state(plan) {
  if (plan.failed) return condition('ill', 'failed');
  if (plan.applying > 0) return condition('busy', `changes ${counted(plan.applying, 'node')}`);
  return plan.complete ? condition('ok', 'complete') : condition('none', 'not begun, or waiting');
}

/** What a site with a cluster does not tell is unknown; what one without has not is nothing. @param {UpgradeRow} row */
function unknown(row) {
  return html`<span class="none">${row.word === 'none' ? '–' : 'unknown'}</span>`;
}
