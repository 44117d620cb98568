// Colours and hatches for drawing on a canvas, read from the style sheet so that both know only one palette.

/** @typedef {import('./gaps.js').GapLook} GapLook */
/** @typedef {{text: string, faint: string, grid: string, card: string, lines: string[], late: string, agreed: string, unknown: string, lost: string, outside: string, hub: string}} Ink */

/** Dashes tell lines apart for those who do not see the colours. */
export const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3]];

/** @returns {Ink} */
export function readInk() {
  const style = getComputedStyle(document.documentElement);
  const of = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    text: of('--text'),
    faint: of('--muted'),
    grid: of('--grid'),
    card: of('--card'),
    lines: [of('--line-1'), of('--line-2'), of('--line-3'), of('--line-4')],
    late: of('--s-back-filling'),
    agreed: of('--s-offline-expected'),
    unknown: of('--s-offline-unexpected'),
    lost: of('--s-degraded'),
    outside: of('--muted'),
    hub: of('--muted'),
  };
}

/**
 * A tile of diagonal lines, or of crossed ones.
 * @param {CanvasRenderingContext2D} context
 * @param {string} colour
 * @param {boolean} crossed
 * @param {number} scale device pixels per px
 */
export function hatch(context, colour, crossed, scale) {
  const size = Math.round(8 * scale);
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const ink = tile.getContext('2d');
  if (!ink) return colour;
  ink.strokeStyle = colour;
  ink.lineWidth = 1.25 * scale;
  ink.beginPath();
  for (const shift of [-size, 0, size]) {
    ink.moveTo(shift, size);
    ink.lineTo(shift + size, 0);
    if (crossed) {
      ink.moveTo(shift, 0);
      ink.lineTo(shift + size, size);
    }
  }
  ink.stroke();
  return context.createPattern(tile, 'repeat') ?? colour;
}
