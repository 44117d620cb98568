// The honeycomb of the fleet page: a cell per site, a link each, one tab stop for all, arrows to walk.

import { html, nothing, render } from '/lib/lit-html/lit-html.js';
import { effect, signal, untracked } from '/lib/signals.js';
import { href, sitePath } from './address.js';
import { sites } from './fleet.js';
import { filter, matches } from './fleet-filter.js';
import { counted } from './format.js';
import { GLYPHS_UP_TO, byRegion, hexagon, neighbour, place, radiusFor, sitesPerCell, worstFirst } from './honeycomb-layout.js';
import { age, simulatedTag, stateChip } from './parts.js';
import { stateOf } from './states.js';

/** @typedef {import('../types/contract.js').Site} Site */
/** @typedef {{link: SVGAElement, shape: SVGPathElement, glyph?: SVGTextElement, x: number, y: number, svg: SVGSVGElement, ids: string[], shown: string}} Drawn */

const SVG = 'http://www.w3.org/2000/svg';

/** Room that the honeycomb should take at most, before the page must scroll, in px. */
const ROOM_HEIGHT = 560;

/** @param {Site} site */
export function needsLook(site) {
  return stateOf(site.state).rank < 2;
}

class Honeycomb extends HTMLElement {
  /** @type {Drawn[]} */
  #cells = [];
  /** @type {Map<string, {cell: Drawn, region: string}>} */
  #placeOf = new Map();
  #current = 0;
  #radius = 0;
  #width = 0;
  #widthSeen = signal(0);
  /** The cell whose card is open. @type {import('/lib/signals.js').Signal<Drawn | undefined>} */
  #open = signal(undefined);
  #pinned = false;
  #regions = document.createElement('div');
  #card = document.createElement('div');
  /** @type {string[]} */
  #order = [];
  /** @type {(() => void)[]} */
  #stop = [];

  connectedCallback() {
    this.#regions.className = 'regions';
    this.#card.className = 'cell-card';
    this.#card.id = 'cell-card';
    this.#card.setAttribute('role', 'tooltip');
    this.append(this.#regions, this.#card);
    const resized = new ResizeObserver(() => {
      this.#widthSeen.value = Math.floor(this.clientWidth / 8) * 8;
    });
    resized.observe(this);
    this.#widthSeen.value = Math.floor(this.clientWidth / 8) * 8;
    this.#stop = [
      () => resized.disconnect(),
      effect(() => this.#draw(sites.value, this.#widthSeen.value)),
      effect(() => {
        const { region } = filter.value;
        untracked(() => this.#filter(region));
      }),
      effect(() => this.#showCard()),
    ];
    this.addEventListener('keydown', this.#onKey);
    this.addEventListener('focusin', this.#onFocus);
    this.addEventListener('focusout', this.#onLeave);
    this.addEventListener('pointerover', this.#onOver);
    this.addEventListener('pointerleave', this.#onLeave);
    this.addEventListener('click', this.#onClick, true);
  }

  disconnectedCallback() {
    for (const stop of this.#stop) stop();
    this.replaceChildren();
  }

  /** @param {Map<string, Site>} all @param {number} width */
  #draw(all, width) {
    if (width === 0) return;
    const samePlaces = width === this.#width && all.size === this.#placeOf.size &&
      [...all.values()].every((site) => this.#placeOf.get(site.id)?.region === site.region);
    untracked(() => {
      if (!samePlaces) this.#build(all, width);
      for (const cell of this.#cells) this.#paint(cell, all);
    });
  }

  /** @param {Map<string, Site>} all @param {number} width */
  #build(all, width) {
    const perCell = sitesPerCell(all.size);
    const regions = byRegion(all.values());
    const radius = radiusFor(Math.ceil(all.size / perCell), width, ROOM_HEIGHT);
    const glyphs = all.size <= GLYPHS_UP_TO && radius >= 8;
    // The order is kept while the page is open: a group must not jump away under the hand.
    if (this.#order.length !== regions.size || !this.#order.every((region) => regions.has(region))) {
      this.#order = worstFirst(regions, needsLook);
    }
    const path = document.createElementNS(SVG, 'path');
    // Half a gap to each neighbour, and half of the outline, which is drawn about the edge.
    const outline = radius < 8 ? 1 : 1.5;
    path.setAttribute('d', hexagon(radius - Math.max(0.6, radius * 0.05) - outline / 2));
    const model = document.createElementNS(SVG, 'a');
    model.setAttribute('tabindex', '-1');
    model.append(path);
    if (glyphs) {
      const glyph = document.createElementNS(SVG, 'text');
      glyph.setAttribute('dy', '0.36em');
      glyph.setAttribute('font-size', String(Math.round(radius * 0.95)));
      model.append(glyph);
    }
    this.#cells = [];
    this.#placeOf = new Map();
    this.#radius = radius;
    this.#width = width;
    const sections = this.#order.map((name) => {
      const region = place(name, /** @type {Site[]} */ (regions.get(name)), radius, width, perCell);
      const section = document.createElement('section');
      section.className = 'region';
      section.dataset.region = name;
      const head = document.createElement('h3');
      const link = document.createElement('a');
      link.textContent = name;
      link.href = href({ region: name });
      const size = document.createElement('span');
      size.className = 'region-size';
      size.textContent = String(region.sites);
      head.append(link, ' ', size);
      const drawing = document.createElementNS(SVG, 'svg');
      const [w, h] = [Math.ceil(region.width) + 4, Math.ceil(region.height) + 4];
      drawing.setAttribute('class', radius < 8 ? 'tiny' : '');
      drawing.setAttribute('width', String(w));
      drawing.setAttribute('height', String(h));
      drawing.setAttribute('viewBox', `-2 -2 ${w} ${h}`);
      for (const { x, y, sites: inCell } of region.cells) {
        const cell = /** @type {SVGAElement} */ (model.cloneNode(true));
        cell.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
        const shape = /** @type {SVGPathElement} */ (cell.firstChild);
        const glyph = glyphs ? /** @type {SVGTextElement} */ (cell.lastChild) : undefined;
        const drawn = { link: cell, shape, glyph, x, y, svg: drawing, ids: inCell.map((site) => site.id), shown: '' };
        cell.setAttribute(
          'href',
          perCell === 1 ? sitePath(inCell[0].id) : `/?view=table&region=${encodeURIComponent(name)}`,
        );
        cell.dataset.cell = String(this.#cells.length);
        this.#cells.push(drawn);
        for (const site of inCell) this.#placeOf.set(site.id, { cell: drawn, region: name });
        drawing.append(cell);
      }
      section.append(head, drawing);
      return section;
    });
    this.#regions.replaceChildren(...sections);
    this.#open.value = undefined;
    this.#current = Math.min(this.#current, Math.max(0, this.#cells.length - 1));
    this.#cells[this.#current]?.link.setAttribute('tabindex', '0');
    this.#filter(filter.peek().region);
  }

  /** @param {Drawn} cell @param {Map<string, Site>} all */
  #paint(cell, all) {
    let worst = /** @type {Site} */ (all.get(cell.ids[0]));
    for (const id of cell.ids) {
      const site = /** @type {Site} */ (all.get(id));
      if (stateOf(site.state).rank < stateOf(worst.state).rank) worst = site;
    }
    const state = stateOf(worst.state);
    const shown = `${worst.state} ${worst.name}`;
    if (cell.shown === shown) return;
    cell.shown = shown;
    cell.link.setAttribute('class', `cell s-${state.word}`);
    cell.link.setAttribute('aria-label', cell.ids.length === 1
      ? `${worst.name}, ${state.short}`
      : `${counted(cell.ids.length, 'site')}, worst: ${state.short}`);
    if (cell.glyph) cell.glyph.textContent = state.glyph;
    this.#dim(cell);
  }

  /** Places stay; what is filtered out fades. @param {string | null} region */
  #filter(region) {
    for (const cell of this.#cells) this.#dim(cell);
    for (const section of /** @type {NodeListOf<HTMLElement>} */ (this.#regions.querySelectorAll('.region'))) {
      section.hidden = region !== null && section.dataset.region !== region;
    }
    const here = this.#cells[this.#current];
    if (here && !this.#walkable(here)) {
      const first = this.#cells.findIndex((cell) => this.#walkable(cell));
      if (first >= 0) this.#makeCurrent(first);
    }
  }

  /** @param {Drawn} cell */
  #dim(cell) {
    const meant = cell.ids.some((id) => {
      const site = sites.peek().get(id);
      return site !== undefined && matches(site);
    });
    cell.link.classList.toggle('out', !meant);
  }

  /** @param {Drawn} cell */
  #walkable(cell) {
    return !cell.link.classList.contains('out') && cell.svg.parentElement?.hidden !== true;
  }

  /** @param {number} index */
  #makeCurrent(index) {
    this.#cells[this.#current]?.link.setAttribute('tabindex', '-1');
    this.#current = index;
    this.#cells[index].link.setAttribute('tabindex', '0');
  }

  /** @param {KeyboardEvent} event */
  #onKey = (event) => {
    if (event.key === 'Escape' && this.#open.value) {
      this.#open.value = undefined;
      event.stopPropagation();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof SVGAElement)) return;
    const walk = this.#cells.filter((cell) => this.#walkable(cell));
    const at = walk.indexOf(this.#cells[this.#current]);
    let next = at;
    if (event.key === 'Home') {
      next = 0;
    } else if (event.key === 'End') {
      next = walk.length - 1;
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight' || event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      next = neighbour(this.#points(walk), at, event.key);
      // At the end of a row, go on with the next one: no cell may be out of reach.
      if (next === at && event.key === 'ArrowRight') next = Math.min(at + 1, walk.length - 1);
      if (next === at && event.key === 'ArrowLeft') next = Math.max(at - 1, 0);
    } else {
      return;
    }
    event.preventDefault();
    if (walk[next]) {
      this.#makeCurrent(this.#cells.indexOf(walk[next]));
      walk[next].link.focus({ preventScroll: false });
    }
  };

  /** Where cells are on the page; each drawing is measured once. @param {Drawn[]} cells */
  #points(cells) {
    /** @type {Map<SVGSVGElement, DOMRect>} */
    const boxes = new Map();
    return cells.map((cell) => {
      let box = boxes.get(cell.svg);
      if (!box) {
        box = cell.svg.getBoundingClientRect();
        boxes.set(cell.svg, box);
      }
      return { x: box.left + cell.x, y: box.top + cell.y };
    });
  }

  /** @param {Event} event @returns {number} -1 if it is none of the cells */
  #cellAt(event) {
    const link = event.target instanceof Element ? event.target.closest('a[data-cell]') : null;
    return link instanceof SVGElement ? Number(link.dataset.cell) : -1;
  }

  /** @param {Event} event */
  #onFocus = (event) => {
    const index = this.#cellAt(event);
    if (index < 0) return;
    this.#makeCurrent(index);
    this.#open.value = this.#cells[index];
  };

  /** @param {PointerEvent} event */
  #onOver = (event) => {
    const index = this.#cellAt(event);
    if (index >= 0) {
      this.#open.value = this.#cells[index];
    } else if (event.target instanceof Element && !event.target.closest('.cell-card')) {
      this.#open.value = undefined;
    }
  };

  /** @param {Event} event */
  #onLeave = (event) => {
    const to = /** @type {FocusEvent} */ (event).relatedTarget;
    if (!this.#pinned && !(to instanceof Node && this.contains(to))) this.#open.value = undefined;
  };

  /** A finger has no hover: its first touch opens the card, the second the site. @param {MouseEvent} event */
  #onClick = (event) => {
    const index = this.#cellAt(event);
    const touched = event instanceof PointerEvent && event.pointerType === 'touch';
    if (index < 0 || !touched) return;
    const cell = this.#cells[index];
    if (this.#pinned && this.#open.value === cell) return;
    event.preventDefault();
    this.#pinned = true;
    this.#makeCurrent(index);
    this.#open.value = cell;
  };

  #showCard() {
    const cell = this.#open.value;
    if (!cell) {
      this.#pinned = false;
      this.#card.hidden = true;
      render(nothing, this.#card);
      return;
    }
    const shown = /** @type {Site[]} */ (cell.ids.map((id) => sites.value.get(id)).filter((site) => site !== undefined));
    render(shown.length === 1 ? siteCard(shown[0]) : groupCard(shown), this.#card);
    this.#card.hidden = false;
    cell.link.setAttribute('aria-describedby', 'cell-card');
    const room = this.getBoundingClientRect();
    const box = cell.svg.getBoundingClientRect();
    const x = box.left - room.left + 2 + cell.x;
    const y = box.top - room.top + 2 + cell.y;
    const { offsetWidth: width, offsetHeight: height } = this.#card;
    const below = y + this.#radius + 8;
    const above = y - this.#radius - 8 - height;
    const fitsBelow = room.top + below + height <= innerHeight;
    this.#card.style.left = `${Math.max(0, Math.min(x - width / 2, room.width - width))}px`;
    this.#card.style.top = `${fitsBelow || room.top + above < 0 ? below : above}px`;
  }
}

/** @param {Site} site */
function siteCard(site) {
  return html`
    <p class="card-title">${site.name} ${simulatedTag(site.simulated)}</p>
    <p>${stateChip(site.state)}</p>
    ${site.reason ? html`<p class="card-reason">${site.reason}</p>` : nothing}
    <dl>
      <dt>Seen</dt><dd>${age(site.seen, site)}</dd>
      <dt>Data to</dt><dd>${age(site.dataTo, site)}</dd>
      <dt>Filled to</dt><dd>${age(site.filledTo, site)}</dd>
      <dt>Contract</dt><dd>${site.contract.text}</dd>
    </dl>
    <p class="card-open"><a href=${sitePath(site.id)} tabindex="-1">Open site</a></p>
  `;
}

/** @param {Site[]} group */
function groupCard(group) {
  /** @type {Map<string, number>} */
  const byState = new Map();
  for (const site of group) byState.set(site.state, (byState.get(site.state) ?? 0) + 1);
  return html`
    <p class="card-title">${counted(group.length, 'site')}</p>
    ${[...byState].map(([word, n]) => html`<p>${stateChip(word, `${n} ${stateOf(word).short}`)}</p>`)}
  `;
}

customElements.define('sk-honeycomb', Honeycomb);
