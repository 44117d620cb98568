// One cause: each alert of a rule, where, since when, and who knows.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { href, params } from './address.js';
import { alertFilters, pageOf, state, watched } from './alert-filters.js';
import { alertTable } from './alert-table.js';
import { get } from './api.js';
import { counted } from './format.js';
import { empty, pager, problemNote, waiting } from './parts.js';
import { severityTag } from './pattern-list.js';

/** @typedef {import('../types/contract.js').EpisodesBody} EpisodesBody */

const ROWS = 100;

/** What the address asks for, as a question to the hub. */
function question() {
  const asked = new URLSearchParams({ state: state(), from: String((pageOf() - 1) * ROWS), limit: String(ROWS) });
  for (const name of ['rule', 'severity', 'site']) {
    const value = params.value.get(name);
    if (value) asked.set(name, value);
  }
  return asked.toString();
}

/** @returns {import('./main.js').Page} */
export function open() {
  const { data: episodes, close } = watched(question, (asked, abort) => /** @type {Promise<EpisodesBody>} */ (get(`/alerts/episodes?${asked}`, abort)));
  return { title: () => `${params.value.get('rule') ?? 'Cause'} · Alerts`, close, view: () => view(episodes) };
}

/** @param {ReturnType<typeof import('./resource.js').resource<EpisodesBody>>} episodes */
function view(episodes) {
  const body = episodes.data.value;
  const rule = params.value.get('rule') ?? '';
  const first = body?.episodes[0];
  return html`
    <p class="crumbs"><a href=${href({}, '/alerts')}>Alerts</a></p>
    <div class="page-head site-head">
      <h1 tabindex="-1">${rule}</h1>
      ${severityTag(params.value.get('severity') ?? '')}
      <p class="lede">${body ? `${counted(body.total, state() === 'all' ? 'alert' : `${state()} alert`)}. ` : nothing}${first?.description ?? nothing}
        ${first?.runbook ? html`<span class="minor">Runbook: ${first.runbook}</span>` : nothing}</p>
    </div>
    <section class="card flush" aria-label="Alerts of this cause">
      ${alertFilters({})} ${problemNote(episodes.problem.value, episodes.load)}
      ${body === undefined
        ? episodes.problem.value ? nothing : waiting('alerts')
        : body.total === 0
          ? empty(
              state() === 'all' ? 'No such alert is known' : `None is ${state()}`,
              html`<p>${state() === 'all' && !params.value.get('site') ? html`<a href=${href({}, '/alerts')}>All causes</a>` : html`<a href=${href({ state: 'all', site: null, page: null })}>Show open and past ones of all sites</a>`}</p>`,
            )
          : html`${alertTable(body.episodes, { label: 'Alerts of this cause' })}${pager(body.total, body.from, body.episodes.length, ROWS, 'alert')}`}
    </section>
  `;
}
