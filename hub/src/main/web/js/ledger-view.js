// The account of records as a picture and as a table.

import { html, nothing, svg } from '/lib/lit-html/lit-html.js';
import { count } from './format.js';
import { causeText } from './gaps.js';
import { FATES, addUp, anyOf, barOf, byDay, kindsIn, recordsOf, recordsText } from './ledger.js';
import { streamName } from './streams.js';

/** @typedef {import('../types/contract.js').DayAccount} DayAccount */
/** @typedef {import('./ledger.js').Kind} Kind */
/** @typedef {{coarse: boolean, oneWay: boolean}} Shown columns that are there only if they say something */

const TALL = 96;
const STEP = 14;
const BAR = 10;

/** One picture per kind of record, with the words for its colours. @param {DayAccount[]} days */
export function ledgerPicture(days) {
  // What is not told apart by day has no place on an axis of days; the table has it.
  const byDate = byDay(addUp(days.filter((day) => day.day !== 'earlier'), (day) => day.day));
  return html`<div class="ledger-pictures">
      ${kindsIn(byDate).map((kind) => picture(byDate, kind))}
    </div>
    <ul class="fates" aria-label="Colours">
      ${FATES.filter(({ fate }) => byDate.some((day) => recordsText(recordsOf(day, fate)) !== 'no records')).map(
        ({ fate, text }) => html`<li><svg width="12" height="12" aria-hidden="true"><rect class="fate fate-${fate}" x="1" y="1" width="10" height="10"></rect></svg> ${text}</li>`,
      )}
    </ul>`;
}

/** @param {DayAccount[]} days @param {Kind} kind */
function picture(days, kind) {
  const most = Math.max(1, ...days.map((day) => day.collected[kind]));
  const wide = days.length * STEP;
  const lost = days.reduce((sum, day) => sum + recordsOf(day, 'dropped')[kind], 0);
  return html`<figure class="ledger-picture">
    <figcaption>${kind} <span class="minor">by day, ${count(most)} at most, ${lost === 0 ? 'none' : count(lost)} dropped</span></figcaption>
    <svg width=${wide} height=${TALL + 14} viewBox="0 0 ${wide} ${TALL + 14}" aria-hidden="true" focusable="false">
      <path class="spark-base" d="M0 ${TALL + 0.5}H${wide}"></path>
      ${days.map((day, i) => bar(day, kind, most, i * STEP + 2))}
      ${days.map((day, i) => (i % 7 === 0 ? svg`<text class="ledger-day" x=${i * STEP + 2} y=${TALL + 12}>${day.day.slice(5)}</text>` : nothing))}
    </svg>
  </figure>`;
}

/** @param {DayAccount} day @param {Kind} kind @param {number} most @param {number} x */
function bar(day, kind, most, x) {
  let y = TALL;
  return svg`<g><title>${day.day}: ${FATES.map(({ fate, text }) => `${count(recordsOf(day, fate)[kind])} ${text}`).join(', ')}</title>
    ${barOf(day, kind, most, TALL).map(({ fate, height }) => {
      y -= height;
      return svg`<rect class="fate fate-${fate}" x=${x} y=${y.toFixed(1)} width=${BAR} height=${height.toFixed(1)}></rect>`;
    })}</g>`;
}

/** A row per day, stream and kind of record, the newest first. @param {DayAccount[]} days */
export function ledgerTable(days) {
  const rows = byDay(addUp(days, (day) => `${day.day} ${day.stream}`)).reverse();
  const total = addUp(days, () => '')[0];
  /** @type {Shown} */
  const shown = { coarse: anyOf(total.coarse), oneWay: anyOf(total.sentUnconfirmed) };
  return html`<div class="scroll mid" tabindex="0" role="region" aria-label="Account by day and stream">
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Stream</th>
          <th scope="col">Records</th>
          <th scope="col" class="number">Collected</th>
          <th scope="col" class="number">Delivered</th>
          ${shown.coarse ? html`<th scope="col" class="number">Delivered coarsely</th>` : nothing}
          ${shown.oneWay ? html`<th scope="col" class="number">Sent unconfirmed</th>` : nothing}
          <th scope="col" class="number">Held</th>
          <th scope="col" class="number">Dropped</th>
          <th scope="col" class="number">Refused</th>
          <th scope="col">Cause</th>
        </tr>
      </thead>
      <tbody>
        ${kindsIn([total]).map((kind) => row({ ...total, day: 'All days', stream: '' }, kind, shown))}
        ${rows.map((day) => kindsIn([day]).map((kind) => row(day, kind, shown)))}
      </tbody>
    </table>
  </div>`;
}

/** @param {DayAccount} day @param {Kind} kind @param {Shown} shown */
function row(day, kind, shown) {
  const causes = Object.entries(day.dropped).filter(([, records]) => records[kind] > 0);
  return html`<tr>
    <th scope="row">${day.day}</th>
    <td>${day.stream ? streamName(day.stream) : 'all'}</td>
    <td>${kind}</td>
    <td class="number">${count(day.collected[kind])}</td>
    <td class="number">${some(day.delivered[kind])}</td>
    ${shown.coarse ? html`<td class="number">${some(day.coarse[kind])}</td>` : nothing}
    ${shown.oneWay ? html`<td class="number">${some(day.sentUnconfirmed[kind])}</td>` : nothing}
    <td class="number">${some(day.held[kind])}</td>
    <td class="number">${some(recordsOf(day, 'dropped')[kind])}</td>
    <td class="number">${some(day.refused[kind])}</td>
    <td class="wide">${day.balances ? nothing : html`<strong>does not balance</strong> `}${causes.map(([cause, records]) => `${causeText(cause)} (${count(records[kind])})`).join('; ')}</td>
  </tr>`;
}

/** What is zero stays in the background. @param {number} value */
function some(value) {
  return value > 0 ? count(value) : html`<span class="none">0</span>`;
}
