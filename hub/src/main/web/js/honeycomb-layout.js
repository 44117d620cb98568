// Where each site's cell is. Pure functions: the same sites give the same places, so that a person learns where a site is.

/** @typedef {import('../types/contract.js').Site} Site */

/** Above this many sites the glyphs go. */
export const GLYPHS_UP_TO = 2_000;

/** Above this many sites a cell stands for a group of them. */
export const CELLS_AT_MOST = 10_000;

/**
 * One hexagon: a site, or a group of neighbours when there are more sites than cells.
 * @typedef {{x: number, y: number, sites: Site[]}} Cell
 */

/**
 * @typedef {{region: string, cells: Cell[], width: number, height: number, sites: number}} Region
 */

/**
 * The radius (centre to corner) of a cell in px, so that all cells fill about 60 % of the room, and stay usable.
 * @param {number} cells
 * @param {number} width of the room in px
 * @param {number} height of the room in px
 */
export function radiusFor(cells, width, height) {
  const fitting = Math.sqrt((0.6 * width * height) / (2.6 * Math.max(cells, 1)));
  const largest = width < 500 ? 19 : 26;
  return Math.round(Math.min(largest, Math.max(5, fitting)) * 2) / 2;
}

/**
 * Sites by region, each region's sites by id: the order that fixes a cell's place.
 * @param {Iterable<Site>} sites
 * @returns {Map<string, Site[]>}
 */
export function byRegion(sites) {
  /** @type {Map<string, Site[]>} */
  const regions = new Map();
  for (const site of sites) {
    const same = regions.get(site.region);
    if (same) {
      same.push(site);
    } else {
      regions.set(site.region, [site]);
    }
  }
  for (const same of regions.values()) same.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return regions;
}

/**
 * Regions, worst first: by the share of their sites that need a look, then by name.
 * @param {Map<string, Site[]>} regions
 * @param {(site: Site) => boolean} needsLook
 */
export function worstFirst(regions, needsLook) {
  const share = (/** @type {Site[]} */ sites) => sites.filter(needsLook).length / sites.length;
  return [...regions.entries()]
    .map(([region, sites]) => ({ region, share: share(sites) }))
    .sort((a, b) => b.share - a.share || a.region.localeCompare(b.region))
    .map(({ region }) => region);
}

/**
 * @param {string} region
 * @param {Site[]} sites in their fixed order
 * @param {number} radius
 * @param {number} room width in px
 * @param {number} perCell sites that one cell stands for
 * @returns {Region}
 */
export function place(region, sites, radius, room, perCell) {
  const step = Math.sqrt(3) * radius;
  const cellCount = Math.ceil(sites.length / perCell);
  const fitting = Math.max(1, Math.floor((room - step / 2) / step));
  const columns = Math.min(fitting, Math.max(4, Math.ceil(Math.sqrt(cellCount * 1.7))));
  /** @type {Cell[]} */
  const cells = [];
  for (let i = 0; i < cellCount; i++) {
    const row = Math.floor(i / columns);
    const column = i % columns;
    cells.push({
      x: step * (column + 0.5 + (row % 2 === 1 ? 0.5 : 0)),
      y: radius * (1 + 1.5 * row),
      sites: sites.slice(i * perCell, (i + 1) * perCell),
    });
  }
  const rows = Math.ceil(cellCount / columns);
  return {
    region,
    cells,
    width: step * (Math.min(columns, cellCount) + (rows > 1 ? 0.5 : 0)),
    height: radius * (2 + 1.5 * (rows - 1)),
    sites: sites.length,
  };
}

/** Sites that one cell stands for. @param {number} sites */
export function sitesPerCell(sites) {
  return Math.max(1, Math.ceil(sites / CELLS_AT_MOST));
}

/** The corners of a hexagon with a point at its top, as an SVG path about the origin. @param {number} radius */
export function hexagon(radius) {
  const side = ((Math.sqrt(3) / 2) * radius).toFixed(2);
  const half = (radius / 2).toFixed(2);
  const full = radius.toFixed(2);
  return `M0-${full}L${side}-${half}V${half}L0 ${full}L-${side} ${half}V-${half}Z`;
}

/**
 * The cell that an arrow key leads to: the nearest in that direction, sideways steps counted double.
 * @param {{x: number, y: number}[]} points places of all cells on the page
 * @param {number} at index of the present cell
 * @param {'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'} key
 * @returns {number} the present index if there is none
 */
export function neighbour(points, at, key) {
  const across = key === 'ArrowLeft' || key === 'ArrowRight';
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  const from = points[at];
  let best = at;
  let least = Infinity;
  points.forEach((point, i) => {
    const along = sign * (across ? point.x - from.x : point.y - from.y);
    const aside = Math.abs(across ? point.y - from.y : point.x - from.x);
    // Sideways in a row means in the row; a region beside may be a little higher.
    if (along <= 0.5 || (across && aside > along + 8)) return;
    const cost = along + 2 * aside;
    if (cost < least) {
      least = cost;
      best = i;
    }
  });
  return best;
}
