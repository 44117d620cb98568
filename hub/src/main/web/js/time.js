// Times as people read them: UTC by default, ISO dates, 24 hours, the zone always named. Pure functions.

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** @type {Record<string, number>} */
const UNITS = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/**
 * A moment of an address: `now`, `-6h`, `-7d`, an ISO time or epoch milliseconds.
 * @param {string | null | undefined} text
 * @param {number} now epoch ms that `now` means
 * @returns {number | undefined} undefined if it is none of these
 */
export function parseMoment(text, now) {
  if (!text) return undefined;
  if (text === 'now') return now;
  const back = /^-(\d{1,6})([smhdw])$/.exec(text);
  if (back) return now - Number(back[1]) * UNITS[back[2]];
  if (/^\d{10,14}$/.test(text)) return Number(text);
  const iso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text);
  if (!iso) return undefined;
  const zoned = text.length === 10 ? `${text}T00:00Z` : /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? undefined : at;
}

/**
 * The range that an address names. A range that makes no sense is the default.
 * @param {string | null} from
 * @param {string | null} to
 * @param {number} now
 * @param {string} [usual] the default start
 */
export function parseRange(from, to, now, usual = '-24h') {
  const end = parseMoment(to ?? 'now', now) ?? now;
  const start = parseMoment(from ?? usual, now);
  if (start === undefined || start >= end) {
    return { from: end - (now - /** @type {number} */ (parseMoment(usual, now))), to: end };
  }
  return { from: start, to: end };
}

/** The short form of a moment for an address: `2026-11-21T14:02Z`. @param {number} at */
export function toAddress(at) {
  const iso = new Date(at).toISOString();
  return iso.endsWith(':00.000Z') ? `${iso.slice(0, 16)}Z` : `${iso.slice(0, 19)}Z`;
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const FORMATS = new Map();

/** @param {string} zone @param {boolean} seconds */
function formatOf(zone, seconds) {
  const key = `${zone} ${seconds}`;
  let format = FORMATS.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      ...(seconds ? { second: '2-digit' } : {}),
      hourCycle: 'h23',
    });
    FORMATS.set(key, format);
  }
  return format;
}

/** `2026-11-21 14:02:07` in the zone, without its name. @param {number} at @param {string} zone @param {boolean} [seconds] */
export function dateTime(at, zone, seconds = true) {
  return formatOf(zone, seconds).format(at);
}

/** `14:02:07` in the zone. @param {number} at @param {string} zone @param {boolean} [seconds] */
export function clock(at, zone, seconds = true) {
  return dateTime(at, zone, seconds).slice(11);
}

/** `11-21 14:02`, for axes and tight places. @param {number} at @param {string} zone */
export function dayClock(at, zone) {
  return dateTime(at, zone, false).slice(5);
}

/** True if the browser knows this zone. @param {string | undefined} zone */
export function knowsZone(zone) {
  if (!zone) return false;
  try {
    formatOf(zone, true);
    return true;
  } catch {
    return false;
  }
}

/** A span in its two largest units: `3 d 4 h`, `12 min`, `8 s`. @param {number} ms */
export function duration(ms) {
  const span = Math.abs(ms);
  if (span < MINUTE) return `${Math.round(span / SECOND)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < DAY) return two(span, HOUR, 'h', MINUTE, 'min');
  return two(span, DAY, 'd', HOUR, 'h');
}

/** @param {number} span @param {number} big @param {string} bigName @param {number} small @param {string} smallName */
function two(span, big, bigName, small, smallName) {
  const whole = Math.floor(span / big);
  const rest = Math.floor((span - whole * big) / small);
  return rest === 0 || whole >= 10 ? `${whole} ${bigName}` : `${whole} ${bigName} ${rest} ${smallName}`;
}

/** `3 h 12 min ago`, `in 4 min`, `just now`. @param {number} at @param {number} now */
export function ago(at, now) {
  const past = now - at;
  if (Math.abs(past) < 1.5 * SECOND) return 'just now';
  return past > 0 ? `${duration(past)} ago` : `in ${duration(past)}`;
}

/** A step for about `points` points over the span, from 1 min to 1 d. @param {number} span @param {number} points */
export function niceStep(span, points) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE);
  return steps.find((step) => span / step <= points) ?? DAY;
}

const TICK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2 * 1440, 7 * 1440, 14 * 1440, 28 * 1440].map(
  (minutes) => minutes * MINUTE,
);

/** How far the zone is ahead of UTC at a moment, in ms. @param {number} at @param {string} zone */
function ahead(at, zone) {
  if (zone === 'UTC') return 0;
  const text = dateTime(at, zone, true).replace(' ', 'T');
  return Date.parse(`${text}Z`) - Math.floor(at / SECOND) * SECOND;
}

/**
 * Round times of the zone inside a range, for axes: at most `most` of them.
 * @param {number} from
 * @param {number} to
 * @param {string} zone
 * @param {number} most
 * @returns {number[]}
 */
export function ticks(from, to, zone, most) {
  const step = TICK_STEPS.find((candidate) => (to - from) / candidate <= most) ?? 28 * DAY;
  const offset = ahead(from, zone);
  const result = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) {
    // Summer time may begin inside the range.
    result.push(at - (ahead(at, zone) - offset) * (step > HOUR ? 1 : 0));
  }
  return result;
}

/** What stands at a tick: the time of day, or the date where a day begins. @param {number} at @param {string} zone */
export function tickLabel(at, zone) {
  const text = dateTime(at, zone, false);
  return text.endsWith('00:00') ? text.slice(5, 10) : text.slice(11);
}
