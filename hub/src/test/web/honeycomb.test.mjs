import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CELLS_AT_MOST, byRegion, neighbour, place, radiusFor, sitesPerCell, worstFirst } from '../../main/web/js/honeycomb-layout.js';

const sites = (count, region = 'north') =>
  Array.from({ length: count }, (_, i) => ({ id: `s-${String(i).padStart(5, '0')}`, region, state: 'healthy' }));

test('a site keeps its place whatever order the hub names the sites in', () => {
  const all = sites(40);
  const straight = place('north', byRegion(all).get('north'), 12, 600, 1);
  const shuffled = place('north', byRegion([...all].reverse()).get('north'), 12, 600, 1);
  assert.deepEqual(straight, shuffled);
});

test('cells of one region never overlap and stay inside the room', () => {
  const radius = 10;
  const region = place('north', byRegion(sites(137)).get('north'), radius, 300, 1);
  const least = Math.sqrt(3) * radius - 1e-6;
  for (const [i, a] of region.cells.entries()) {
    assert.ok(a.x >= least / 2 - 1e-6 && a.x <= 300, `cell ${i}`);
    for (const b of region.cells.slice(i + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= least);
  }
});

test('the region with the largest share of sites that need a look comes first', () => {
  const regions = byRegion([...sites(10, 'calm'), ...sites(4, 'rough').map((site, i) => ({ ...site, id: `r${i}`, state: i < 2 ? 'degraded' : 'healthy' }))]);
  assert.deepEqual(worstFirst(regions, (site) => site.state === 'degraded'), ['rough', 'calm']);
});

test('above the limit a cell stands for a group, and no site is left out', () => {
  assert.equal(sitesPerCell(CELLS_AT_MOST), 1);
  const perCell = sitesPerCell(25_000);
  const region = place('north', sites(25_000), 5, 900, perCell);
  assert.ok(region.cells.length <= CELLS_AT_MOST);
  assert.equal(region.cells.reduce((sum, cell) => sum + cell.sites.length, 0), 25_000);
});

test('cells shrink with the fleet, and never below what can be pointed at', () => {
  assert.ok(radiusFor(60, 900, 560) > radiusFor(1_000, 900, 560));
  assert.ok(radiusFor(10_000, 900, 560) >= 5);
});

test('arrows lead to the nearest cell in their direction, and nowhere at the edge', () => {
  const { cells } = place('north', sites(12), 10, 100, 1);
  assert.equal(neighbour(cells, 0, 'ArrowRight'), 1);
  assert.equal(neighbour(cells, 1, 'ArrowLeft'), 0);
  assert.equal(neighbour(cells, 0, 'ArrowLeft'), 0);
  assert.equal(neighbour(cells, 0, 'ArrowUp'), 0);
  const below = neighbour(cells, 0, 'ArrowDown');
  assert.ok(cells[below].y > cells[0].y && Math.abs(cells[below].x - cells[0].x) < 20);
});
