// The account of records: collected = delivered + delivered coarsely + sent unconfirmed + held + dropped + refused. Pure functions.

import { count } from './format.js';

/** @typedef {import('../types/contract.js').DayAccount} DayAccount */
/** @typedef {import('../types/contract.js').Records} Records */
/** @typedef {'samples' | 'lines' | 'events'} Kind */
/** @typedef {'delivered' | 'coarse' | 'sentUnconfirmed' | 'held' | 'dropped' | 'refused'} Fate */

/** @type {Kind[]} */
export const KINDS = ['samples', 'lines', 'events'];

/** From what is well to what is not: the order of a bar, from its foot. @type {{fate: Fate, text: string}[]} */
export const FATES = [
  { fate: 'delivered', text: 'delivered' },
  { fate: 'coarse', text: 'delivered coarsely' },
  { fate: 'sentUnconfirmed', text: 'sent unconfirmed' },
  { fate: 'held', text: 'held' },
  { fate: 'dropped', text: 'dropped' },
  { fate: 'refused', text: 'refused' },
];

const NONE = Object.freeze({ samples: 0, lines: 0, events: 0 });

/** @param {Records} a @param {Records} b @returns {Records} */
function plus(a, b) {
  return { samples: a.samples + b.samples, lines: a.lines + b.lines, events: a.events + b.events };
}

/** @param {Records} records */
export function anyOf(records) {
  return KINDS.some((kind) => records[kind] > 0);
}

/** @param {Record<string, Records>} byCause */
export function droppedInAll(byCause) {
  return Object.values(byCause).reduce(plus, NONE);
}

/** @param {DayAccount} day @param {Fate} fate */
export function recordsOf(day, fate) {
  return fate === 'dropped' ? droppedInAll(day.dropped) : day[fate];
}

/**
 * Accounts of several nodes or streams as one row per key, in the order in which keys come first.
 * @param {DayAccount[]} days
 * @param {(day: DayAccount) => string} keyOf
 */
export function addUp(days, keyOf) {
  /** @type {Map<string, DayAccount>} */
  const sums = new Map();
  for (const day of days) {
    const key = keyOf(day);
    const before = sums.get(key);
    sums.set(key, before ? together(before, day) : day);
  }
  return [...sums.values()];
}

/** @param {DayAccount} a @param {DayAccount} b @returns {DayAccount} */
function together(a, b) {
  const dropped = { ...a.dropped };
  for (const [cause, records] of Object.entries(b.dropped)) dropped[cause] = plus(dropped[cause] ?? NONE, records);
  return {
    day: a.day,
    stream: a.stream,
    collected: plus(a.collected, b.collected),
    delivered: plus(a.delivered, b.delivered),
    coarse: plus(a.coarse, b.coarse),
    sentUnconfirmed: plus(a.sentUnconfirmed, b.sentUnconfirmed),
    held: plus(a.held, b.held),
    dropped,
    refused: plus(a.refused, b.refused),
    balances: a.balances && b.balances,
  };
}

/** Earliest first; `earlier` before all. @param {DayAccount[]} days */
export function byDay(days) {
  const when = (/** @type {DayAccount} */ day) => (day.day === 'earlier' ? '' : day.day);
  return [...days].sort((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : a.stream < b.stream ? 1 : a.stream > b.stream ? -1 : 0));
}

/** Kinds of which there is any. @param {DayAccount[]} days */
export function kindsIn(days) {
  return KINDS.filter((kind) => days.some((day) => day.collected[kind] > 0));
}

/**
 * Heights of the parts of a bar, in px of `tall`. A part that exists is seen, however small its share: a loss of one record
 * in a million is a loss.
 * @param {DayAccount} day
 * @param {Kind} kind
 * @param {number} most the highest bar's records
 * @param {number} tall
 * @param {number} least
 * @returns {{fate: Fate, height: number, records: number}[]}
 */
export function barOf(day, kind, most, tall, least = 3) {
  const parts = FATES.map(({ fate }) => ({ fate, records: recordsOf(day, fate)[kind] })).filter((part) => part.records > 0);
  const natural = parts.map((part) => (part.records / most) * tall);
  const lifted = natural.map((height) => Math.max(least, height));
  const over = lifted.reduce((sum, height) => sum + height, 0) - tall;
  // What small parts were lifted by comes off the largest one, so that no bar outgrows its picture.
  const largest = lifted.indexOf(Math.max(...lifted));
  return parts.map((part, i) => ({ ...part, height: i === largest && over > 0 ? Math.max(least, lifted[i] - over) : lifted[i] }));
}

/** `1 200 samples, 3 lines`; kinds without any are left out. @param {Records} records */
export function recordsText(records) {
  const parts = KINDS.filter((kind) => records[kind] > 0).map((kind) => `${count(records[kind])} ${records[kind] === 1 ? kind.slice(0, -1) : kind}`);
  return parts.length === 0 ? 'no records' : parts.join(', ');
}

/** `12 days`, `9 hours`: how long a node can stay dark. @param {number | undefined} days */
export function darkText(days) {
  if (days === undefined) return '–';
  if (days >= 1000) return '> 1000 days';
  if (days >= 10) return `${Math.round(days)} days`;
  if (days >= 2) return `${(Math.floor(days * 10) / 10).toFixed(1)} days`;
  return `${Math.floor(days * 24)} h`;
}
