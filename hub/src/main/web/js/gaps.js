// How missing and late data look, and what is said about them. Pure functions.

import { dateTime, dayClock, duration } from './time.js';

/** @typedef {import('../types/contract.js').SeriesGap} SeriesGap */
/** @typedef {import('../types/contract.js').LateSpan} LateSpan */
/** @typedef {import('../types/contract.js').Replaced} Replaced */

/**
 * The look of a gap: `agreed` grey diagonal hatch, `unknown` red diagonal hatch, `lost` amber cross hatch,
 * `outside` dotted outline, `hub` plain grey, `awaited` nothing: the next minute is on its way. Lines cross none of them.
 * @typedef {'agreed' | 'unknown' | 'lost' | 'outside' | 'hub' | 'awaited'} GapLook
 */

/** @type {Record<string, {look: GapLook, text: string}>} */
const CAUSES = {
  'offline-expected': { look: 'agreed', text: 'site offline as agreed' },
  'offline-unexpected': { look: 'unknown', text: 'site silent for longer than its contract allows' },
  'no-data': { look: 'unknown', text: 'no data and no known reason' },
  'before-enrolment': { look: 'outside', text: 'before the site was enrolled' },
  retention: { look: 'outside', text: 'older than what is kept' },
  awaited: { look: 'awaited', text: 'newer than what has arrived' },
  'hub-down': { look: 'hub', text: 'the hub itself was away' },
  'ring-full': { look: 'lost', text: 'lost: the ring was full before the link came back' },
  corruption: { look: 'lost', text: 'lost: a damaged file or block' },
  'source-gone': { look: 'lost', text: 'lost: the source was gone before it was read' },
  limit: { look: 'lost', text: 'lost: more than a limit allows' },
  'disk-full': { look: 'lost', text: 'lost: the disk refused writes' },
  'sent-unconfirmed': { look: 'lost', text: 'unknown: sent over a one-way road, then overwritten' },
  other: { look: 'lost', text: 'lost: another cause' },
};

/** @param {string} cause */
export function lookOf(cause) {
  return CAUSES[cause]?.look ?? 'lost';
}

/** @param {string} cause */
export function causeText(cause) {
  return CAUSES[cause]?.text ?? `lost: ${cause}`;
}

/** `03:00 to 06:30 (3 h 30 min)`. @param {{from: number, to: number}} span @param {string} zone */
export function spanText(span, zone) {
  const sameDay = dateTime(span.from, zone).slice(0, 10) === dateTime(span.to, zone).slice(0, 10);
  const to = sameDay ? dateTime(span.to, zone, false).slice(11) : dayClock(span.to, zone);
  return `${dayClock(span.from, zone)} to ${to} (${duration(span.to - span.from)})`;
}

/** When and by which route data came late. @param {LateSpan} late @param {string} zone */
export function lateText(late, zone) {
  const road = late.road === 'usb' ? ' by USB' : late.road === 'mqtt' ? ' by MQTT' : '';
  if (late.arrivedAt === undefined) return `arrived later${road}`;
  return `arrived ${duration(late.arrivedAt - late.to)} later${road}, at ${dayClock(late.arrivedAt, zone)}`;
}

/** That the node went on with new hardware. @param {Replaced} one @param {string} zone */
export function replacedText(one, zone) {
  return `new hardware since ${dayClock(one.at, zone)}`;
}

/**
 * What there is to say about one moment, or the step that begins there.
 * @param {number} at
 * @param {{gaps: SeriesGap[], late: LateSpan[], replaced: Replaced[], zone: string}} known
 * @param {number} [step]
 */
export function remarkAt(at, { gaps, late, replaced, zone }, step = 1) {
  const gap = gaps.find((span) => at >= span.from && at < span.to);
  const span = gap ? undefined : late.find((candidate) => at >= candidate.from && at < candidate.to);
  return [
    ...replaced.filter((one) => one.at >= at && one.at < at + step).map((one) => `${replacedText(one, zone)}, before it agent ${one.uid}`),
    ...(gap ? [`${causeText(gap.cause)}, ${spanText(gap, zone)}`] : []),
    ...(span ? [lateText(span, zone)] : []),
  ].join('; ');
}
