// The timeline strip over the chosen range: contact by cause, data as it arrived, events. The charts below share its x axis.

import { html, nothing, render, svg } from '/lib/lit-html/lit-html.js';
import { effect, signal } from '/lib/signals.js';
import { PLOT_LEFT, PLOT_RIGHT, cursorAt, hasRoom } from './chart.js';
import { bytes, counted, sentence } from './format.js';
import { remarkAt, replacedText, spanText } from './gaps.js';
import { bareMoment } from './parts.js';
import { dateTime, tickLabel, ticks } from './time.js';
import { zoneLabel } from './zone.js';

/** @typedef {import('../types/contract.js').ContactSpan} ContactSpan */
/** @typedef {import('../types/contract.js').Arrival} Arrival */
/** @typedef {import('../types/contract.js').FleetEvent} FleetEvent */

/**
 * @typedef {{from: number, to: number, zone: string, timeline: ContactSpan[], arrivals: Arrival[], events: FleetEvent[],
 *   gaps: import('../types/contract.js').SeriesGap[], late: import('../types/contract.js').LateSpan[],
 *   replaced: import('../types/contract.js').Replaced[]}} StripData
 */

/** @type {Record<string, string>} */
export const CONTACT_TEXT = {
  contact: 'in contact',
  'offline-expected': 'offline as agreed',
  'offline-unexpected': 'silent for longer than agreed',
  'hub-down': 'the hub itself was away',
  'never-seen': 'not seen yet',
};

/** The hub sums up what arrived over this long. */
const ARRIVAL_MS = 600_000;

const AXIS = 20;
const CONTACT = { top: AXIS + 4, height: 16 };
const ARRIVALS = { top: AXIS + 28, height: 28 };
const EVENTS = { top: AXIS + 64, height: 16 };
const HEIGHT = AXIS + 84;

class Strip extends HTMLElement {
  /** @type {import('/lib/signals.js').Signal<StripData | undefined>} */
  #data = signal(undefined);
  #width = signal(0);
  #asTable = signal(false);
  #label = document.createElement('div');
  #body = document.createElement('div');
  #note = document.createElement('p');
  /** @type {(() => void)[]} */
  #stop = [];

  /** @param {StripData | undefined} data */
  set data(data) {
    this.#data.value = data;
  }

  connectedCallback() {
    this.#label.className = 'lane-label strip-labels';
    this.#body.className = 'strip-body';
    this.#note.className = 'readout';
    this.append(this.#label, this.#body, this.#note);
    const resized = new ResizeObserver(() => {
      this.#width.value = Math.floor(this.#body.clientWidth);
    });
    resized.observe(this.#body);
    this.#width.value = Math.floor(this.#body.clientWidth);
    this.#body.addEventListener('pointermove', this.#point);
    this.#body.addEventListener('pointerleave', () => (cursorAt.value = null));
    this.#stop = [
      () => resized.disconnect(),
      effect(() => {
        const data = this.#data.value;
        render(
          html`<h3><span>Timeline</span></h3>
            <p class="strip-names" aria-hidden="true"><span>contact</span><span>data arriving</span><span>events</span></p>
            <button class="link" type="button" aria-pressed=${this.#asTable.value} aria-label="Timeline as a table"
              @click=${() => (this.#asTable.value = !this.#asTable.value)}>${this.#asTable.value ? 'Strip' : 'Table'}</button>`,
          this.#label,
        );
        render(!data ? nothing : this.#asTable.value ? tableOf(data) : this.#width.value < 80 ? nothing : drawing(data, this.#width.value), this.#body);
      }),
      effect(() => this.#followCursor()),
    ];
  }

  disconnectedCallback() {
    for (const stop of this.#stop) stop();
    cursorAt.value = null;
    this.replaceChildren();
  }

  /** @param {PointerEvent} event */
  #point = (event) => {
    const data = this.#data.value;
    if (!data || this.#asTable.value) return;
    const box = this.#body.getBoundingClientRect();
    const share = (event.clientX - box.left - PLOT_LEFT) / (box.width - PLOT_LEFT - PLOT_RIGHT);
    cursorAt.value = share < 0 || share > 1 ? null : data.from + share * (data.to - data.from);
  };

  #followCursor() {
    const at = cursorAt.value;
    const data = this.#data.value;
    const width = this.#width.value;
    const line = this.#body.querySelector('.strip-cursor');
    const shown = at !== null && data !== undefined;
    this.#note.textContent = shown ? readout(at, data) : data ? defaultReadout(data) : '';
    if (!line) return;
    line.toggleAttribute('hidden', !shown);
    if (shown) line.setAttribute('transform', `translate(${xOf(at, data, width).toFixed(1)} 0)`);
  }
}

/** @param {number} at @param {StripData} data @param {number} width */
function xOf(at, data, width) {
  const share = (Math.min(data.to, Math.max(data.from, at)) - data.from) / (data.to - data.from);
  return PLOT_LEFT + share * (width - PLOT_LEFT - PLOT_RIGHT);
}

/** What is known about the moment under the pointer. @param {number} at @param {StripData} data */
function readout(at, data) {
  const span = data.timeline.find((candidate) => at >= candidate.from && at < candidate.to);
  const contact = span && span.kind !== 'contact' ? `${CONTACT_TEXT[span.kind] ?? span.kind}, ${spanText(span, data.zone)}` : '';
  const remark = remarkAt(at, data, (data.to - data.from) / 200);
  return [`${dateTime(at, data.zone)} ${zoneLabel(data.zone)}`, contact, remark === contact ? '' : remark].filter(Boolean).join(' · ');
}

/** @param {StripData} data */
function defaultReadout(data) {
  return `${dateTime(data.from, data.zone, false)} to ${dateTime(data.to, data.zone, false)} ${zoneLabel(data.zone)}`;
}

/** @param {StripData} data @param {number} width */
function drawing(data, width) {
  const x = (/** @type {number} */ at) => xOf(at, data, width);
  const marks = ticks(data.from, data.to, data.zone, Math.max(2, Math.floor(width / 80)));
  const contactTime = data.timeline.filter((span) => span.kind === 'contact').reduce((sum, span) => sum + span.to - span.from, 0);
  const label = `Timeline: in contact for ${Math.round((100 * contactTime) / (data.to - data.from))} % of the range, ${counted(data.events.length, 'event')}${data.replaced.map((one) => `, ${replacedText(one, data.zone)}`).join('')}. The table has the details.`;
  return html`<svg class="strip" width=${width} height=${HEIGHT} viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label=${label}>
    ${hatches()}
    ${marks.map(
      (at) => svg`<line class="strip-grid" x1=${x(at)} x2=${x(at)} y1=${AXIS} y2=${HEIGHT}></line>
        <text class="strip-tick" x=${x(at)} y="13" text-anchor="middle">${hasRoom(at, data, width) ? tickLabel(at, data.zone) : ''}</text>`,
    )}
    ${data.timeline.map((span) => contactBar(span, data, x))}
    ${arrivalBars(data, x, width)}
    ${eventMarks(data, x)}
    ${data.replaced.map((one) => replacedMark(one, data, x))}
    <g class="strip-cursor" hidden><line y1=${AXIS} y2=${HEIGHT} x1="0" x2="0"></line></g>
  </svg>`;
}

/** Hatches as SVG patterns, the same looks as on the canvases below; the legend of the page uses them too. */
function hatches() {
  return svg`<defs>
    ${['agreed', 'unknown'].map(
      (look) => svg`<pattern id="hatch-${look}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line class="hatch-${look}" x1="0" x2="0" y1="0" y2="6"></line>
      </pattern>`,
    )}
    <pattern id="hatch-lost" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path class="hatch-lost" d="M0 0V6M0 0H6"></path>
    </pattern>
  </defs>`;
}

/** @param {ContactSpan} span @param {StripData} data @param {(at: number) => number} x */
function contactBar(span, data, x) {
  const left = x(span.from);
  const wide = x(span.to) - left;
  if (wide <= 0) return nothing;
  return svg`<rect class="contact-${span.kind}" x=${left} y=${CONTACT.top} width=${Math.max(1, wide)} height=${CONTACT.height} rx=${wide > 4 ? 2 : 0}>
    <title>${CONTACT_TEXT[span.kind] ?? span.kind}, ${spanText(span, data.zone)}</title>
  </rect>`;
}

/** @param {import('../types/contract.js').Replaced} one @param {StripData} data @param {(at: number) => number} x */
function replacedMark(one, data, x) {
  const left = x(one.at);
  return svg`<path class="replaced" d="M${left} ${HEIGHT}V${AXIS}l8 4-8 4"><title>${sentence(replacedText(one, data.zone))}</title></path>`;
}

/** @param {StripData} data @param {(at: number) => number} x @param {number} width */
function arrivalBars(data, x, width) {
  const room = width - PLOT_LEFT - PLOT_RIGHT;
  // A bar stands over the time that it sums up, or over 5 px where that is less.
  const wide = Math.max(5, (room * ARRIVAL_MS) / (data.to - data.from));
  const bins = Math.ceil(room / wide) + 1;
  const firstBegin = wide > 5 ? Math.floor(data.from / ARRIVAL_MS) * ARRIVAL_MS : data.from;
  const perBin = (wide / room) * (data.to - data.from);
  /** @type {{bytes: number, late: number, batches: number}[]} */
  const filled = Array.from({ length: bins }, () => ({ bytes: 0, late: 0, batches: 0 }));
  for (const arrival of data.arrivals) {
    const bin = filled[Math.floor((arrival.at - firstBegin) / perBin)];
    if (!bin) continue;
    bin.bytes += arrival.bytes;
    bin.batches += arrival.batches;
    if (arrival.late) bin.late += arrival.bytes;
  }
  const highest = Math.max(1, ...filled.map((bin) => bin.bytes));
  const bottom = ARRIVALS.top + ARRIVALS.height;
  // Square root: a back-fill is a thousand times a minute, and the minutes must stay visible.
  const tall = (/** @type {number} */ size) => Math.sqrt(size / highest) * ARRIVALS.height;
  return svg`<line class="strip-base" x1=${PLOT_LEFT} x2=${width - PLOT_RIGHT} y1=${bottom + 0.5} y2=${bottom + 0.5}></line>
    ${filled.map((bin, i) => {
      if (bin.bytes === 0) return nothing;
      const late = bin.late > bin.bytes / 2;
      const left = x(firstBegin + i * perBin);
      return svg`<rect class=${late ? 'arrival late' : 'arrival'} x=${(left + 0.5).toFixed(1)} y=${(bottom - Math.max(2, tall(bin.bytes))).toFixed(1)}
        width=${Math.max(1, x(firstBegin + (i + 1) * perBin) - left - 1).toFixed(1)} height=${Math.max(2, tall(bin.bytes)).toFixed(1)}>
        <title>${bytes(bin.bytes)} in ${counted(bin.batches, 'batch', 'batches')}${late ? ', older data' : ''}</title></rect>`;
    })}`;
}

/** @param {StripData} data @param {(at: number) => number} x */
function eventMarks(data, x) {
  /** @type {Map<number, FleetEvent[]>} */
  const bins = new Map();
  for (const event of data.events) {
    if (event.at < data.from || event.at > data.to) continue;
    const bin = Math.round(x(event.at) / 12);
    bins.set(bin, [...(bins.get(bin) ?? []), event]);
  }
  const middle = EVENTS.top + EVENTS.height / 2;
  return [...bins].map(([, events]) => {
    const grave = events.reduce((worst, event) => (gravity(event.severity) > gravity(worst.severity) ? event : worst));
    const at = x(grave.at);
    const shape = gravity(grave.severity) >= 4 ? `M${at} ${middle - 6}l6 11h-12z` : `M${at} ${middle - 5}l5 5-5 5-5-5z`;
    return svg`<path class="event sev-${grave.severity}" d=${shape}>
      <title>${events.slice(0, 8).map((event) => `${dateTime(event.at, data.zone)} ${event.text}`).join('\n')}${events.length > 8 ? `\nand ${events.length - 8} more` : ''}</title>
    </path>`;
  });
}

const GRAVITY = ['unknown', 'trace', 'debug', 'info', 'warning', 'error', 'fatal'];

/** @param {string} severity */
export function gravity(severity) {
  return GRAVITY.indexOf(severity);
}

/** @param {StripData} data */
function tableOf(data) {
  const late = data.arrivals.filter((arrival) => arrival.late);
  const total = (/** @type {Arrival[]} */ arrivals) => bytes(arrivals.reduce((sum, arrival) => sum + arrival.bytes, 0));
  return html`<div class="scroll low" tabindex="0" role="region" aria-label="Timeline, values">
    <table class="rows">
      <caption class="sr">Contact by cause</caption>
      <thead><tr><th scope="col">From (${zoneLabel(data.zone)})</th><th scope="col">To</th><th scope="col">Contact</th><th scope="col">Span</th></tr></thead>
      <tbody>
        ${data.timeline.map(
          (span) => html`<tr>
            <td>${bareMoment(span.from, { zone: data.zone })}</td>
            <td>${bareMoment(span.to, { zone: data.zone })}</td>
            <td>${CONTACT_TEXT[span.kind] ?? span.kind}</td>
            <td>${spanText(span, data.zone).replace(/.*\((.*)\)/, '$1')}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    <p>${total(data.arrivals)} arrived in ${counted(data.arrivals.reduce((sum, arrival) => sum + arrival.batches, 0), 'batch', 'batches')}, ${total(late)} of it older data that came late.</p>
    ${data.replaced.map((one) => html`<p>${sentence(replacedText(one, data.zone))}.</p>`)}
  </div>`;
}

customElements.define('sk-strip', Strip);
