// The time range of a page: usual spans, a step back or forward, exact ends. All of it is in the address.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { go, href, params } from './address.js';
import { moveRange } from './commands.js';
import { icon } from './parts.js';
import { parseMoment, toAddress } from './time.js';

const SPANS = ['1h', '6h', '24h', '7d', '30d'];

/** @param {string} usual the page's default start, such as `-24h` */
export function rangeBar(usual) {
  const from = params.value.get('from') ?? usual;
  const live = (params.value.get('to') ?? 'now') === 'now';
  return html`<div class="range" role="group" aria-label="Time range">
    <button class="plain" type="button" aria-label="Earlier" title="Earlier ([)" @click=${() => moveRange(-1)}>${icon('back')}</button>
    <nav class="segmented" aria-label="Usual ranges">
      ${SPANS.map((span) => {
        const value = `-${span}`;
        return html`<a href=${href({ from: value === usual ? null : value, to: null })} aria-current=${live && from === value ? 'true' : nothing}>${span.replace(/(\d+)/, '$1 ')}</a>`;
      })}
    </nav>
    <button class="plain" type="button" aria-label="Later" title="Later (])" ?disabled=${live} @click=${() => moveRange(1)}>${icon('forward')}</button>
    <details class="exact">
      <summary>Exact</summary>
      <form @submit=${apply}>
        <label>From (UTC or like -3d) <input name="from" .value=${from} spellcheck="false" autocomplete="off" /></label>
        <label>To <input name="to" .value=${params.value.get('to') ?? 'now'} spellcheck="false" autocomplete="off" /></label>
        <button>Show</button>
        <p class="problem" role="alert"></p>
      </form>
    </details>
  </div>`;
}

/** @param {SubmitEvent} event */
function apply(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const fields = new FormData(form);
  const [from, to] = ['from', 'to'].map((name) => String(fields.get(name)).trim().replace(' ', 'T'));
  const now = Date.now();
  const [start, end] = [parseMoment(from, now), parseMoment(to || 'now', now)];
  const problem = /** @type {HTMLElement} */ (form.querySelector('.problem'));
  if (start === undefined || end === undefined) {
    problem.textContent = 'Write a time as 2026-11-21 14:00, a span back as -3d, or now.';
  } else if (start >= end) {
    problem.textContent = 'The range must start before it ends.';
  } else {
    problem.textContent = '';
    /** @type {HTMLDetailsElement} */ (form.closest('details')).open = false;
    go(href({ from: shortened(from), to: to === 'now' ? null : shortened(to) }));
  }
}

/** Spans stay spans, so that the link moves with time; times become their short UTC form. @param {string} text */
function shortened(text) {
  const at = text.startsWith('-') || text === 'now' ? undefined : parseMoment(text, 0);
  return at === undefined ? text : toAddress(at);
}
