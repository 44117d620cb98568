// From what the hub answers to lines on a fixed grid of time. Pure functions. A hole stays a hole: nothing is bridged or zero.

/** @typedef {import('../types/contract.js').Series} Series */
/** @typedef {{metric: string, labels: Record<string, string>, values: (number | null)[]}} Column */

/**
 * The moments at which a range has its points.
 * @param {number} from
 * @param {number} to
 * @param {number} step ms
 */
export function makeGrid(from, to, step) {
  const grid = [];
  for (let at = Math.floor(from / step) * step; at <= to; at += step) grid.push(at);
  return grid;
}

/**
 * A series on the grid. Steps that the answer left out are null, so that no line crosses them.
 * @param {Series} series
 * @param {number[]} grid
 * @param {number} step
 * @returns {Column}
 */
export function onGrid(series, grid, step) {
  /** @type {(number | null)[]} */
  const values = new Array(grid.length).fill(null);
  const first = grid[0] ?? 0;
  series.t.forEach((at, i) => {
    const place = Math.floor((at - first) / step);
    const value = series.v[i];
    if (place >= 0 && place < values.length && value !== null && Number.isFinite(value)) values[place] = value;
  });
  return { metric: series.metric, labels: series.labels, values };
}

/**
 * Point by point over several columns; null where no column has a value.
 * @param {Column[]} columns
 * @param {(values: number[]) => number} combine
 * @returns {(number | null)[]}
 */
export function combined(columns, combine) {
  const length = columns[0]?.values.length ?? 0;
  return Array.from({ length }, (_, i) => {
    const held = [];
    for (const column of columns) {
      const value = column.values[i];
      if (value !== null) held.push(value);
    }
    return held.length === 0 ? null : combine(held);
  });
}

/** @param {number[]} values */
export function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/** @param {number[]} values */
export function most(values) {
  return Math.max(...values);
}

/**
 * Point by point of two lines; null where either is.
 * @param {(number | null)[]} a
 * @param {(number | null)[]} b
 * @param {(a: number, b: number) => number | null} of
 */
export function both(a, b, of) {
  return a.map((value, i) => {
    const other = b[i] ?? null;
    return value === null || other === null ? null : of(value, other);
  });
}

/** The newest held point. @param {(number | null)[]} values @returns {number} its index, -1 if there is none */
export function lastHeld(values) {
  return values.findLastIndex((value) => value !== null);
}

/** Time that is covered by at least one line, in ms. @param {(number | null)[][]} lines @param {number} step */
export function heldTime(lines, step) {
  const length = lines[0]?.length ?? 0;
  let points = 0;
  for (let i = 0; i < length; i++) if (lines.some((line) => line[i] !== null)) points++;
  return points * step;
}

/** Points with nothing on either side: a line does not show them. @param {(number | null | undefined)[]} values */
export function lonely(values) {
  /** @type {number[]} */
  const indices = [];
  values.forEach((value, i) => {
    if (value != null && values[i - 1] == null && values[i + 1] == null) indices.push(i);
  });
  return indices;
}
