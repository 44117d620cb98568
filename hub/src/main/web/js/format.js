// Numbers as people read them. Pure functions; an absent number is an en dash, never zero.

const NONE = '–';

/** `312 MB` in decimal units, as disks and links are sold. @param {number | null | undefined} bytes */
export function bytes(bytes) {
  return scaled(bytes, 'B');
}

/** `1.2 MB/s`. @param {number | null | undefined} rate */
export function bytesPerSecond(rate) {
  return scaled(rate, 'B/s');
}

/** @param {number | null | undefined} value @param {string} unit */
function scaled(value, unit) {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];
  let rank = 0;
  let rest = value;
  while (Math.abs(rest) >= 999.5 && rank < prefixes.length - 1) {
    rest /= 1000;
    rank++;
  }
  return `${short(rest)} ${prefixes[rank]}${unit}`;
}

/** Three significant digits at most. @param {number} value */
function short(value) {
  const size = Math.abs(value);
  if (size >= 99.5 || Number.isInteger(value)) return String(Math.round(value));
  return size >= 9.95 ? trim(value.toFixed(1)) : trim(value.toFixed(2));
}

/** @param {string} text */
function trim(text) {
  return text.replace(/\.?0+$/, '');
}

/** `12 %` of a fraction; below one percent with a digit. @param {number | null | undefined} fraction */
export function percent(fraction) {
  if (fraction === null || fraction === undefined || !Number.isFinite(fraction)) return NONE;
  const value = fraction * 100;
  return `${value !== 0 && Math.abs(value) < 9.95 ? trim(value.toFixed(1)) : Math.round(value)} %`;
}

/** `58 °C`. @param {number | null | undefined} celsius */
export function temperature(celsius) {
  if (celsius === null || celsius === undefined || !Number.isFinite(celsius)) return NONE;
  return `${trim(celsius.toFixed(1))} °C`;
}

/** `4.2 /s`. @param {number | null | undefined} rate */
export function perSecond(rate) {
  return rate === null || rate === undefined || !Number.isFinite(rate) ? NONE : `${rate > 0 && rate < 0.01 ? '< 0.01' : short(rate)} /s`;
}

/** `250 ms`, `2.5 s`. @param {number | null | undefined} seconds */
export function seconds(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return NONE;
  return seconds < 0.9995 ? `${short(seconds * 1_000)} ms` : `${short(seconds)} s`;
}

/** A plain number with at most three significant decimals. @param {number | null | undefined} value */
export function plain(value) {
  return value === null || value === undefined || !Number.isFinite(value) ? NONE : short(value);
}

/** Memory as Kubernetes writes what is asked for: 64Mi. @param {number | null | undefined} value */
export function mebibytes(value) {
  if (value === null || value === undefined) return '–';
  const mebi = value / 1_048_576;
  return mebi > 0 && mebi < 1 ? '<1Mi' : `${Math.round(mebi)}Mi`;
}

/** Thousandths of a CPU, as Kubernetes writes them: 70m. @param {number | null | undefined} value */
export function millicores(value) {
  if (value === null || value === undefined) return '–';
  return value > 0 && value < 0.001 ? '<1m' : `${Math.round(value * 1_000)}m`;
}

/** Of a CPU; what runs on a small machine needs thousandths of one. @param {number | undefined} value */
export function cores(value) {
  return value === undefined || value >= 0.1 ? plain(value) : value === 0 ? '0' : value.toFixed(3);
}

/** `12 345` with thin spaces, so that no country's comma is misread. @param {number | null | undefined} value */
export function count(value) {
  if (value === null || value === undefined) return NONE;
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** First letter large. @param {string} text */
export function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1 site`, `3 sites`. @param {number} value @param {string} one @param {string} [many] */
export function counted(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `+1.2 s`, `-340 ms`: how far a clock is off. @param {number} ms */
export function drift(ms) {
  const sign = ms > 0 ? '+' : ms < 0 ? '−' : '±';
  const size = Math.abs(ms);
  if (size < 1_000) return `${sign}${Math.round(size)} ms`;
  if (size < 120_000) return `${sign}${trim((size / 1_000).toFixed(1))} s`;
  if (size < 7_200_000) return `${sign}${Math.round(size / 60_000)} min`;
  return `${sign}${trim((size / 3_600_000).toFixed(1))} h`;
}

/** One cell of a CSV file, quoted where it must be, and harmless to spreadsheets that run cells. @param {unknown} cell */
export function csvCell(cell) {
  const text = cell === null || cell === undefined ? '' : String(cell);
  const harmless = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
