// Log patterns as rows: text with the variable parts marked, count, sparkline of this pattern only, first seen, sites, examples.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { signal } from '/lib/signals.js';
import { sitePath } from './address.js';
import { announce } from './announce.js';
import { get, isAdmin, send } from './api.js';
import { count, counted } from './format.js';
import { age, bareMoment, problemNote, sparkline, waiting } from './parts.js';
import { resource } from './resource.js';
import { dateTime } from './time.js';
import { zoneLabel, zoneOf } from './zone.js';

/** @typedef {import('../types/contract.js').Pattern} Pattern */
/** @typedef {import('../types/contract.js').PatternsBody} PatternsBody */
/** @typedef {import('../types/contract.js').PatternDetail} PatternDetail */
/** @typedef {import('../types/contract.js').ErasedBody} ErasedBody */

/** A variable part of a template (`<*>`), or a redacted value that names its kind (`<ip>`). */
const VARIABLE = /(<\*>|<[a-z][a-z0-9_-]{0,23}>)/i;

/**
 * A template with its variable parts marked.
 * @param {string | undefined} template absent while the text may not leave the site, and after it was erased
 * @param {Pattern['erased']} [erased]
 */
export function templateText(template, erased) {
  if (!template && erased && !erased.examplesOnly) return html`<span class="none">text erased by ${erased.by}</span>`;
  if (!template) return html`<span class="none" title="Id and counts alone have left. The number is the site's own: patterns.k">text withheld until seen with 5 different values</span>`;
  return template.split(VARIABLE).map((part, i) =>
    i % 2 === 1 ? html`<span class="var" title="varies">${part === '<*>' ? '*' : part.slice(1, -1)}</span>` : part,
  );
}

/** @param {string} severity */
export function severityTag(severity) {
  return html`<span class="sev sev-${severity}">${severity}</span>`;
}

/** A list that remembers which rows are open. */
export class PatternList {
  /** @type {import('/lib/signals.js').Signal<string | undefined>} */
  #open = signal(undefined);
  /** @type {{from: number, to: number}} */
  #range = { from: 0, to: 0 };
  #detail = resource((abort) =>
    /** @type {Promise<PatternDetail>} */ (get(`/patterns/${this.#open.peek()}?from=${this.#range.from}&to=${this.#range.to}`, abort)),
  );

  /** The pattern of which it is asked whether to erase it; what became of that. */
  #asked = signal('');
  /** @type {import('/lib/signals.js').Signal<string>} */
  #outcome = signal('');

  close() {
    this.#detail.close();
  }

  /** @param {Pattern} pattern @param {boolean} examplesOnly */
  async #erase(pattern, examplesOnly) {
    this.#asked.value = '';
    this.#outcome.value = 'Erasing; large stores take minutes.';
    try {
      const gone = /** @type {ErasedBody} */ (await send('POST', `/patterns/${pattern.id}/erase`, { examplesOnly }));
      const kept = gone.backups.length > 0 ? ` Backups made before may still hold it: ${gone.backups.join(', ')}.` : '';
      this.#outcome.value = `Erased: ${counted(gone.examples, 'example')}, and parts of ${counted(gone.batches, 'batch', 'batches')}.${kept}`;
      announce('Erased');
      void this.#detail.load();
    } catch (e) {
      this.#outcome.value = e instanceof Error ? e.message : String(e);
    }
  }

  /** @param {Pattern} pattern */
  #eraseView(pattern) {
    if (!isAdmin()) return nothing;
    return html`<section>
      ${this.#asked.value === pattern.id
        ? html`<p>Text and examples go from all that this hub stores, and are kept out when agents send them again. Counts stay. Nothing brings them back.</p>
            <p>
              <button type="button" class="danger" @click=${() => this.#erase(pattern, false)}>Erase text and examples</button>
              <button type="button" @click=${() => this.#erase(pattern, true)}>Erase the examples only</button>
              <button type="button" class="link" @click=${() => (this.#asked.value = '')}>Cancel</button>
            </p>`
        : html`<p><button type="button" class="link" @click=${() => (this.#asked.value = pattern.id)}>Erase …<span class="sr"> pattern ${pattern.id}</span></button></p>`}
      ${this.#outcome.value ? html`<p class="hint" role="status">${this.#outcome.value}</p>` : nothing}
    </section>`;
  }

  /** @param {string} id @param {PatternsBody} body */
  #toggle(id, body) {
    if (this.#open.value === id) {
      this.#open.value = undefined;
      return;
    }
    this.#open.value = id;
    this.#range = { from: Math.round(body.from), to: Math.round(body.to) };
    this.#detail.data.value = undefined;
    this.#asked.value = '';
    this.#outcome.value = '';
    void this.#detail.load();
  }

  /**
   * @param {PatternsBody} body
   * @param {{hide?: (id: string) => string, oneSite?: boolean}} [options] `hide` gives the address without a pattern
   */
  view(body, { hide, oneSite = false } = {}) {
    return html`<ul class="patterns">
      ${repeat(
        body.patterns,
        (pattern) => pattern.id,
        (pattern) => {
          const open = this.#open.value === pattern.id;
          return html`<li class="pattern ${open ? 'open' : ''}">
            <div class="pattern-row">
              <div class="pattern-tags">${severityTag(pattern.severity)}${pattern.isNew ? html`<span class="tag new">new</span>` : nothing}</div>
              <p class="pattern-text"><code>${templateText(pattern.template, pattern.erased)}</code></p>
              <div class="pattern-spark">${sparkline(pattern.spark)}</div>
              <p class="pattern-count"><strong>${count(pattern.count)}</strong> <span class="minor">${pattern.count === 1 ? 'line' : 'lines'}</span></p>
              <p class="pattern-seen"><span class="minor">first</span> ${age(pattern.firstSeen)}</p>
              ${oneSite ? nothing : html`<p class="pattern-sites">${counted(pattern.sites, 'site')}</p>`}
              <p class="pattern-do">
                <button class="link" type="button" aria-expanded=${open} @click=${() => this.#toggle(pattern.id, body)}>
                  ${open ? 'Close' : 'Show lines'}<span class="sr"> of pattern ${pattern.template || pattern.id}</span>
                </button>
                ${hide ? html`<a href=${hide(pattern.id)}>Hide<span class="sr"> pattern ${pattern.template || pattern.id}</span></a>` : nothing}
              </p>
            </div>
            ${open ? this.#detailView(pattern, body) : nothing}
          </li>`;
        },
      )}
    </ul>`;
  }

  /** @param {Pattern} pattern @param {PatternsBody} body */
  #detailView(pattern, body) {
    const detail = this.#detail.data.value;
    if (!detail) {
      return html`<div class="pattern-detail">${problemNote(this.#detail.problem.value, () => this.#detail.load())}${this.#detail.problem.value ? nothing : waiting('examples')}</div>`;
    }
    const zone = zoneOf();
    const counts = pattern.spark
      .map((value, i) => ({ at: body.from + i * body.bucketMs, value }))
      .filter((bucket) => bucket.value > 0);
    return html`<div class="pattern-detail">
      <section>
        <h4>Examples</h4>
        ${detail.examples.length === 0 ? html`<p class="quiet">No example has left a site.</p>` : nothing}
        <ul class="examples">
          ${detail.examples.map(
            (example) => html`<li>
              <p class="minor">${bareMoment(example.at)} ${zoneLabel(zone)}, <a href=${sitePath(example.site)}>${example.siteName}</a>${example.node ? ` / ${example.node}` : nothing}</p>
              <pre>${example.text}</pre>
            </li>`,
          )}
        </ul>
        <p class="hint">A sample, redacted at the site. All lines stay in the node's ring.</p>
      </section>
      <section>
        <h4>Sites</h4>
        <ul class="site-counts">
          ${detail.sites.map((site) => html`<li><a href=${sitePath(site.id)}>${site.name}</a> <span>${count(site.count)}</span></li>`)}
        </ul>
      </section>
      <details>
        <summary>Counts over time</summary>
        <div class="scroll low" tabindex="0" role="region" aria-label="Counts over time">
          <table class="rows">
            <thead><tr><th scope="col">From (${zoneLabel(zone)})</th><th scope="col" class="number">Lines</th></tr></thead>
            <tbody>${counts.map((bucket) => html`<tr><td>${dateTime(bucket.at, zone, false)}</td><td class="number">${count(bucket.value)}</td></tr>`)}</tbody>
          </table>
        </div>
      </details>
      <p class="minor">Pattern ${pattern.id}, last seen ${age(pattern.lastSeen)}${pattern.erased ? html`, ${pattern.erased.examplesOnly ? 'examples' : 'text and examples'} erased by ${pattern.erased.by} ${age(pattern.erased.at)}` : nothing}</p>
      ${this.#eraseView(pattern)}
    </div>`;
  }
}
