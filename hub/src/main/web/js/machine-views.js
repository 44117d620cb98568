// The machine itself: why it was started again, and how long its cards will last.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { bytes, percent, sentence } from './format.js';
import { age, bareMoment, empty } from './parts.js';
import { condition } from './site-follow.js';
import { duration } from './time.js';
import { zoneLabel, zoneOf } from './zone.js';

/** @typedef {import('../types/contract.js').BootsBody} BootsBody */
/** @typedef {import('../types/contract.js').Boot} Boot */
/** @typedef {import('../types/contract.js').CardsBody} CardsBody */
/** @typedef {import('../types/contract.js').Card} Card */

const DAY = 86_400_000;
/** From here on somebody should plan to replace a card. */
const SOON = 183 * DAY;

/** @type {Record<string, ['ok' | 'ill' | 'busy' | 'none', string]>} */
const CAUSES = {
  panic: ['ill', 'kernel panic'],
  memory: ['ill', 'out of memory'],
  heat: ['ill', 'overheating'],
  watchdog: ['ill', 'hung, reset by watchdog'],
  brownout: ['ill', 'brownout'],
  'power-cut': ['busy', 'power cut'],
  update: ['ok', 'update'],
  operator: ['ok', 'asked for'],
  unknown: ['none', 'not known'],
};

/** @param {Boot} boot */
function cause(boot) {
  const [look, text] = CAUSES[boot.cause] ?? ['none', boot.cause];
  return html`${condition(look, text)}${boot.cause === 'unknown' ? nothing : html`<span class="below">${boot.sure}</span>`}`;
}

/** What the agent said after the colons: the evidence alone. @param {Boot} boot */
function evidence(boot) {
  const parts = boot.text.split(': ');
  return sentence(parts.length > 2 ? parts.slice(2).join(': ') : (parts[1] ?? boot.text));
}

/** Starts of a node, the newest first. @param {BootsBody} body @param {{zone?: string}} site */
export function bootTable(body, site) {
  if (body.total === 0) return empty('No start of this machine was judged in ninety days', html`<p>Its agent tells why it was started again, from the second start on that it sees.</p>`);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Starts of this machine">
    <table class="rows tall">
      <thead><tr><th scope="col">Started (${zoneLabel(zoneOf(site))})</th><th scope="col">Why</th><th scope="col">What speaks for it</th><th scope="col" class="number">Had been up</th></tr></thead>
      <tbody>
        ${body.boots.map(
          (boot) => html`<tr>
            <th scope="row">${bareMoment(boot.at, site)}</th>
            <td>${cause(boot)}</td>
            <td class="wide">${evidence(boot)}</td>
            <td class="number">${boot.lasted === undefined ? html`<span class="none">–</span>` : duration(boot.lasted * 1_000)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>
  ${body.total > body.boots.length ? html`<p class="quiet">The newest ${body.boots.length} of ${body.total} in ninety days.</p>` : nothing}`;
}

/** @param {Card} card @param {number} now @returns {'ok' | 'ill' | 'busy' | 'none'} */
function lookOf(card, now) {
  if (card.word === 'worn-out') return 'ill';
  if (card.word === 'between' && card.earliest !== undefined) return card.earliest - now < SOON ? 'busy' : 'ok';
  return card.word === 'not-before' ? 'ok' : 'none';
}

/** @param {Card} card */
function pace(card) {
  if (card.low === undefined || card.high === undefined) return html`<span class="none">–</span>`;
  const low = bytes(card.low);
  const high = bytes(card.high);
  return low === high ? low : html`${low}<span class="below">to ${high}</span>`;
}

/** Cards with how long they will last, those that are worn out soonest first. @param {CardsBody} body @param {{zone?: string}} site */
export function cardTable(body, site) {
  if (body.total === 0) return empty('No SD card or eMMC was told of in two weeks', html`<p>Machines without one tell nothing here.</p>`);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="SD cards and eMMC">
    <table class="rows tall">
      <thead><tr><th scope="col">Card</th><th scope="col">Lasts</th><th scope="col" class="number">Life used</th><th scope="col" class="number">Written</th><th scope="col" class="number">A day</th><th scope="col" class="number">By the agent</th><th scope="col">Told</th></tr></thead>
      <tbody>
        ${repeat(
          body.cards,
          (card) => `${card.node} ${card.device}`,
          (card) => html`<tr>
            <th scope="row" class="object">${card.device}<span class="below">${card.kind === 'emmc' ? 'eMMC' : 'SD card'}${card.size > 0 ? `, ${bytes(card.size)}` : ''}</span></th>
            <td class="wide">${condition(lookOf(card, body.to), card.sentence)}</td>
            <td class="number">${card.life === undefined ? html`<span class="none">not told</span>` : html`${percent(card.life)}<span class="below">at most</span>`}</td>
            <td class="number">${bytes(card.written)}<span class="below">since ${age(card.since, site)}</span></td>
            <td class="number">${pace(card)}</td>
            <td class="number">${card.own === undefined || card.written <= 0 ? html`<span class="none">–</span>` : percent(Math.min(1, card.own / card.written))}</td>
            <td>${age(card.toldTo, site)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** How far the table is to be believed. */
export function cardNote() {
  return html`<p class="quiet">If it goes on as it did. Written counts from when the agent first saw the card; the range of a day holds in nine of ten cases. An SD card tells nothing of its wear: it is taken to bear 100 to 1,000 times its size. An eMMC estimates its own life in tenths, and the range is what these leave open.</p>`;
}
