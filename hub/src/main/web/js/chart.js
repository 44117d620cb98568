// One chart of the site page: name and values at the left, lines at the right. All charts share one x axis and one cursor.

import uPlot from '/lib/uplot.js';
import { html, nothing, render } from '/lib/lit-html/lit-html.js';
import { effect, signal } from '/lib/signals.js';
import { bareMoment } from './parts.js';
import { percent, csvCell } from './format.js';
import { lookOf, remarkAt, replacedText } from './gaps.js';
import { DASHES, hatch, readInk } from './ink.js';
import { shownTheme } from './preferences.js';
import { lastHeld, lonely } from './series.js';
import { ago, dateTime, tickLabel, ticks } from './time.js';
import { zoneLabel } from './zone.js';

/** @typedef {import('./panels.js').Panel} Panel */
/** @typedef {import('./panels.js').Line} Line */
/** @typedef {import('../types/contract.js').SeriesGap} SeriesGap */
/** @typedef {import('../types/contract.js').LateSpan} LateSpan */
/** @typedef {import('../types/contract.js').Replaced} Replaced */

/**
 * @typedef {{
 *   panel: Panel, lines: Line[], grid: number[], from: number, to: number, step: number,
 *   gaps: SeriesGap[], late: LateSpan[], replaced: Replaced[], coverage: number, heard: boolean, zone: string, now: number, axis: boolean,
 *   clockOff: string, grown: string, file: string,
 * }} ChartData
 */

/** Room for the numbers of the y axis and at the right end, in px; the strip above keeps the same. */
export const PLOT_LEFT = 56;
export const PLOT_RIGHT = 10;
const AXIS_HEIGHT = 22;

/** The moment under the pointer, on every chart and on the strip. @type {import('/lib/signals.js').Signal<number | null>} */
export const cursorAt = signal(null);

/** What to do when a range was drawn with the pointer. @type {{zoom: (from: number, to: number) => void}} */
export const onZoom = { zoom: () => {} };

class Chart extends HTMLElement {
  /** @type {import('/lib/signals.js').Signal<ChartData | undefined>} */
  #data = signal(undefined);
  #width = signal(0);
  #asTable = signal(false);
  /** @type {uPlot | undefined} */
  #plot;
  #following = false;
  #gutter = document.createElement('div');
  #canvas = document.createElement('div');
  #table = document.createElement('div');
  /** @type {(() => void)[]} */
  #stop = [];

  /** @param {ChartData | undefined} data */
  set data(data) {
    this.#data.value = data;
  }

  connectedCallback() {
    this.#gutter.className = 'lane-label';
    this.#canvas.className = 'plot';
    this.#canvas.setAttribute('role', 'img');
    this.#table.className = 'plot-table';
    this.append(this.#gutter, this.#canvas, this.#table);
    const resized = new ResizeObserver(() => {
      this.#width.value = Math.floor(this.#canvas.clientWidth);
    });
    resized.observe(this.#canvas);
    this.#width.value = Math.floor(this.#canvas.clientWidth);
    this.#stop = [
      () => resized.disconnect(),
      effect(() => this.#drawPlot()),
      effect(() => this.#drawGutter()),
      effect(() => this.#drawTable()),
      effect(() => this.#followCursor(cursorAt.value)),
    ];
  }

  disconnectedCallback() {
    for (const stop of this.#stop) stop();
    this.#plot?.destroy();
    this.#plot = undefined;
    this.replaceChildren();
  }

  #drawPlot() {
    const data = this.#data.value;
    const width = this.#width.value;
    const shown = shownTheme.value;
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#canvas.hidden = this.#asTable.value || data === undefined || isEmpty(data);
    if (!data || !shown || width < 80 || this.#canvas.hidden) return;
    // A range without a single value still shows why there is none.
    const lines = data.lines.filter((line) => !line.beside);
    const drawn = lines.length > 0 ? lines : [{ label: 'nothing held', values: data.grid.map(() => null) }];
    this.#canvas.setAttribute('aria-label', summary(data));
    this.#plot = new uPlot(
      options(data, drawn, width, (at) => {
        if (!this.#following) cursorAt.value = at;
      }),
      [data.grid, ...drawn.map((line) => line.values)],
      this.#canvas,
    );
  }

  /** @param {number | null} at */
  #followCursor(at) {
    const plot = this.#plot;
    if (!plot) return;
    this.#following = true;
    plot.setCursor(at === null ? { left: -10, top: -10 } : { left: plot.valToPos(at, 'x'), top: -10 });
    this.#following = false;
  }

  #drawGutter() {
    const data = this.#data.value;
    if (!data) return;
    const at = cursorAt.value;
    const index = at === null ? -1 : Math.floor((at - data.grid[0]) / data.step);
    let ink = -1;
    render(
      html`
        <h3 id="panel-${data.panel.id}"><a href="#panel-${data.panel.id}" title="Link to this chart">${data.panel.title}</a></h3>
        <p class="asks">${data.panel.asks}</p>
        ${data.lines.length === 0
          ? html`<p class="none-here">${isEmpty(data) ? 'Not measured at this node.' : 'Nothing is held in this range.'}</p>`
          : html`<dl class="legend">
                ${data.lines.map((line) => {
                  if (!line.beside) ink++;
                  return legendRow(line, line.beside ? -1 : ink, index, data);
                })}
              </dl>
              <p class="panel-foot">
                ${data.coverage < 0.995 ? html`<span title="Share of the expected samples that are held">${percent(data.coverage)} of samples</span>` : nothing}
                ${data.grown ? html`<span class="grown" role="status">${data.grown}</span>` : nothing}
                ${data.clockOff ? html`<span class="clock-off">${data.clockOff}</span>` : nothing}
                <button class="link" type="button" aria-pressed=${this.#asTable.value} aria-label="${data.panel.title} as a table"
                  @click=${() => (this.#asTable.value = !this.#asTable.value)}>${this.#asTable.value ? 'Chart' : 'Table'}</button>
              </p>`}
      `,
      this.#gutter,
    );
  }

  #drawTable() {
    const data = this.#data.value;
    this.#table.hidden = !this.#asTable.value || !data || data.lines.length === 0;
    render(this.#table.hidden || !data ? nothing : tableOf(data), this.#table);
  }
}

/** The node told other things in this range and nothing of this: it does not measure it. @param {ChartData} data */
function isEmpty(data) {
  return data.lines.length === 0 && (data.heard || data.gaps.length === 0);
}

/** @param {Line} line @param {number} ink @param {number} index under the cursor, or -1 @param {ChartData} data */
function legendRow(line, ink, index, data) {
  const format = line.format ?? data.panel.format;
  const last = lastHeld(line.values);
  const place = index >= 0 ? index : last;
  const old = index < 0 && last >= 0 && isOld(data, last);
  return html`<div class=${old ? 'old' : ''}>
    <dt>${ink >= 0 ? swatch(ink) : html`<span class="swatch"></span>`}${line.label}</dt>
    <dd>${format(place >= 0 ? line.values[place] : null)}${old ? html` <span class="old-age">${ago(data.grid[last] + data.step, data.now)}</span>` : nothing}</dd>
  </div>`;
}

/** @param {number} ink */
function swatch(ink) {
  return html`<svg class="swatch" width="16" height="8" aria-hidden="true" focusable="false">
    <line class="ink-${(ink % 4) + 1}" x1="0" x2="16" y1="4" y2="4" stroke-dasharray=${DASHES[ink % 4].join(' ') || nothing}></line>
  </svg>`;
}

/** The newest sample is older than twice its interval. @param {ChartData} data @param {number} index */
function isOld(data, index) {
  return Math.min(data.now, data.to) - (data.grid[index] + data.step) > 2 * data.step;
}

/** @param {ChartData} data */
function summary(data) {
  const parts = data.lines.map((line) => {
    const format = line.format ?? data.panel.format;
    const held = /** @type {number[]} */ (line.values.filter((value) => value !== null));
    if (held.length === 0) return `${line.label}: nothing held`;
    const last = lastHeld(line.values);
    const [low, high] = held.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
    return `${line.label}: ${format(low)} to ${format(high)}, last ${format(line.values[last])} at ${dateTime(data.grid[last], data.zone, false)} ${zoneLabel(data.zone)}`;
  });
  const gaps = data.gaps.length === 0 ? 'no gaps' : `${data.gaps.length} gap${data.gaps.length === 1 ? '' : 's'}`;
  const replaced = data.replaced.map((one) => `, ${replacedText(one, data.zone)}`).join('');
  return `${data.panel.title}. ${parts.join('. ')}. ${gaps}${replaced}.`;
}

/** @param {ChartData} data */
function tableOf(data) {
  const rows = data.grid.map((at, i) => ({ at, i, remark: remarkAt(at, data, data.step) })).reverse();
  return html`
    <div class="scroll low" tabindex="0" role="region" aria-label="${data.panel.title}, values">
      <table class="rows">
        <caption class="sr">${data.panel.title}: ${data.panel.asks}</caption>
        <thead>
          <tr>
            <th scope="col">Time (${zoneLabel(data.zone)})</th>
            ${data.lines.map((line) => html`<th scope="col" class="number">${line.label}</th>`)}
            <th scope="col">Remark</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>
              <th scope="row">${bareMoment(row.at, { zone: data.zone })}</th>
              ${data.lines.map((line) => html`<td class="number">${(line.format ?? data.panel.format)(line.values[row.i])}</td>`)}
              <td>${row.remark}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="more"><button class="link" type="button" @click=${() => download(data)}>Save as CSV</button></p>
  `;
}

/** @param {ChartData} data */
function download(data) {
  const head = ['time_utc', ...data.lines.map((line) => line.label), 'remark'];
  const rows = data.grid.map((at, i) => [
    new Date(at).toISOString(),
    ...data.lines.map((line) => line.values[i]),
    remarkAt(at, { ...data, zone: 'UTC' }, data.step),
  ]);
  const text = [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = `${data.file}-${data.panel.id}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {ChartData} data
 * @param {Line[]} drawn
 * @param {number} width
 * @param {(at: number | null) => void} pointed
 * @returns {uPlot.Options}
 */
function options(data, drawn, width, pointed) {
  const ink = readInk();
  const format = drawn[0]?.format ?? data.panel.format;
  const anything = data.lines.length > 0;
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  return {
    width,
    height: 108 + (data.axis ? AXIS_HEIGHT : 0),
    ms: 1,
    pxAlign: 0.5,
    padding: [6, PLOT_RIGHT, data.axis ? 0 : 6, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { time: true, range: () => [data.from, data.to] },
      y: { range: (_plot, low, high) => yRange(data.panel, low, high) },
    },
    axes: [
      {
        show: true,
        size: data.axis ? AXIS_HEIGHT : 0,
        stroke: ink.faint,
        font,
        gap: 4,
        grid: { stroke: ink.grid, width: 1 },
        ticks: { show: false },
        splits: () => ticks(data.from, data.to, data.zone, Math.max(2, Math.floor(width / 80))),
        values: (_plot, splits) => splits.map((at) => (data.axis && hasRoom(at, data, width) ? tickLabel(at, data.zone) : '')),
      },
      {
        size: PLOT_LEFT,
        stroke: ink.faint,
        font,
        gap: 6,
        space: 26,
        grid: { stroke: ink.grid, width: 1 },
        ticks: { show: false },
        values: (_plot, splits) => splits.map((value) => (anything ? format(value) : '')),
      },
    ],
    series: [
      {},
      ...drawn.map((line, i) => ({
        label: line.label,
        stroke: ink.lines[i % 4],
        width: 1.5,
        dash: DASHES[i % 4],
        spanGaps: false,
        points: { show: true, size: 4, fill: ink.lines[i % 4], filter: () => lonely(line.values) },
      })),
    ],
    hooks: {
      drawClear: [(plot) => drawSpans(plot, data, ink)],
      draw: [(plot) => drawReplaced(plot, data, ink), (plot) => drawNewest(plot, data, drawn, ink)],
      setCursor: [
        (plot) => {
          const left = plot.cursor.left ?? -10;
          pointed(left < 0 ? null : plot.posToVal(left, 'x'));
        },
      ],
      setSelect: [
        (plot) => {
          if (plot.select.width < 8) return;
          const from = plot.posToVal(plot.select.left, 'x');
          const to = plot.posToVal(plot.select.left + plot.select.width, 'x');
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          onZoom.zoom(from, to);
        },
      ],
    },
  };
}

/** True if a tick's label is not cut off at the right end. @param {number} at @param {{from: number, to: number}} range @param {number} width */
export function hasRoom(at, range, width) {
  return ((range.to - at) / (range.to - range.from)) * (width - PLOT_LEFT - PLOT_RIGHT) > 18 - PLOT_RIGHT;
}

/** @param {Panel} panel @param {number | null} low @param {number | null} high @returns {[number, number]} */
function yRange(panel, low, high) {
  if (panel.ceiling !== undefined) return [0, panel.ceiling];
  const top = high ?? 1;
  const least = panel.least ?? 1;
  if (panel.base === 'data') {
    const bottom = low ?? 0;
    const spare = Math.max(least - (top - bottom), (top - bottom) * 0.2) / 2;
    return [Math.floor(bottom - spare), Math.ceil(top + spare)];
  }
  return [0, Math.max(least, top * 1.1)];
}

/** Gaps and late data, under the lines. @param {uPlot} plot @param {ChartData} data @param {import('./ink.js').Ink} ink */
function drawSpans(plot, data, ink) {
  const { ctx: context, bbox } = plot;
  const scale = devicePixelRatio || 1;
  const edge = (/** @type {number} */ at) =>
    Math.round(Math.min(bbox.left + bbox.width, Math.max(bbox.left, plot.valToPos(at, 'x', true))));
  context.save();
  for (const late of data.late) {
    const [left, right] = [edge(late.from), edge(late.to)];
    if (right - left < 1) continue;
    context.globalAlpha = 0.16;
    context.fillStyle = ink.late;
    context.fillRect(left, bbox.top, right - left, bbox.height);
    context.globalAlpha = 1;
    context.fillRect(left, bbox.top, right - left, 2 * scale);
  }
  for (const gap of data.gaps) {
    const [left, right] = [edge(gap.from), edge(gap.to)];
    if (right - left < 1) continue;
    const look = lookOf(gap.cause);
    if (look === 'awaited') continue;
    const wide = right - left;
    if (look === 'outside') {
      context.strokeStyle = ink.outside;
      context.lineWidth = scale;
      context.setLineDash([2 * scale, 3 * scale]);
      context.strokeRect(left + scale, bbox.top + scale, wide - 2 * scale, bbox.height - 2 * scale);
      context.setLineDash([]);
    } else if (look === 'hub') {
      context.globalAlpha = 0.12;
      context.fillStyle = ink.hub;
      context.fillRect(left, bbox.top, wide, bbox.height);
      context.globalAlpha = 1;
    } else {
      const colour = ink[look];
      context.globalAlpha = look === 'agreed' ? 0.45 : 0.6;
      context.fillStyle = hatch(context, colour, look === 'lost', scale);
      context.fillRect(left, bbox.top, wide, bbox.height);
      context.globalAlpha = 1;
    }
  }
  context.restore();
}

/** Where new hardware took over: a line over the whole height with a flag. @param {uPlot} plot @param {ChartData} data @param {import('./ink.js').Ink} ink */
function drawReplaced(plot, data, ink) {
  const { ctx: context, bbox } = plot;
  const scale = devicePixelRatio || 1;
  context.save();
  context.fillStyle = ink.text;
  for (const { at } of data.replaced) {
    const x = Math.round(plot.valToPos(at, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    context.fillRect(x, bbox.top, 1.5 * scale, bbox.height);
    context.beginPath();
    context.moveTo(x, bbox.top);
    context.lineTo(x + 8 * scale, bbox.top + 4 * scale);
    context.lineTo(x, bbox.top + 8 * scale);
    context.fill();
  }
  context.restore();
}

/** The newest point of each line: hollow when it is older than twice its interval. @param {uPlot} plot @param {ChartData} data @param {Line[]} drawn @param {import('./ink.js').Ink} ink */
function drawNewest(plot, data, drawn, ink) {
  const { ctx: context } = plot;
  const scale = devicePixelRatio || 1;
  drawn.forEach((line, i) => {
    const last = lastHeld(line.values);
    if (last < 0) return;
    const x = plot.valToPos(data.grid[last], 'x', true);
    const y = plot.valToPos(/** @type {number} */ (line.values[last]), 'y', true);
    const colour = ink.lines[i % 4];
    context.save();
    context.beginPath();
    context.arc(x, y, (isOld(data, last) ? 3.5 : 2.5) * scale, 0, 2 * Math.PI);
    context.fillStyle = isOld(data, last) ? ink.card : colour;
    context.fill();
    context.lineWidth = 1.5 * scale;
    context.strokeStyle = colour;
    context.stroke();
    context.restore();
  });
}

customElements.define('sk-chart', Chart);
