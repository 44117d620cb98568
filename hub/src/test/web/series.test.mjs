import assert from 'node:assert/strict';
import { test } from 'node:test';
import { causeText, lateText, lookOf, remarkAt } from '../../main/web/js/gaps.js';
import { PANELS } from '../../main/web/js/panels.js';
import { both, combined, heldTime, lastHeld, lonely, makeGrid, onGrid, sum } from '../../main/web/js/series.js';

const MINUTE = 60_000;
const column = (metric, labels, values) => ({ metric, labels, values });

test('steps that the hub left out become holes, so that no line crosses them', () => {
  const grid = makeGrid(0, 5 * MINUTE, MINUTE);
  const { values } = onGrid({ metric: 'm', labels: {}, type: 'gauge', t: [0, MINUTE, 4 * MINUTE], v: [1, 2, 5] }, grid, MINUTE);
  assert.deepEqual(values, [1, 2, null, null, 5, null]);
});

test('what is not a number is a hole and never zero', () => {
  const grid = makeGrid(0, 2 * MINUTE, MINUTE);
  const { values } = onGrid({ metric: 'm', labels: {}, type: 'gauge', t: [0, MINUTE, 99 * MINUTE], v: [null, NaN, 7] }, grid, MINUTE);
  assert.deepEqual(values, [null, null, null]);
  assert.deepEqual(combined([column('m', {}, [null, 1]), column('m', {}, [null, 2])], sum), [null, 3]);
  assert.deepEqual(both([1, null], [null, 2], (a, b) => a + b), [null, null]);
});

test('a point alone between holes is found, for a line does not show it', () => {
  assert.deepEqual(lonely([1, null, 2, 3, null, 4]), [0, 5]);
  assert.equal(lastHeld([1, 2, null]), 1);
  assert.equal(lastHeld([null]), -1);
  assert.equal(heldTime([[1, null, 2], [null, null, 3]], MINUTE), 2 * MINUTE);
});

test('each cause of a gap has its look and its sentence, and an unknown one counts as lost', () => {
  assert.equal(lookOf('offline-expected'), 'agreed');
  assert.equal(lookOf('no-data'), 'unknown');
  assert.equal(lookOf('before-enrolment'), 'outside');
  assert.equal(lookOf('retention'), 'outside');
  assert.equal(lookOf('ring-full'), 'lost');
  assert.equal(lookOf('eaten by a seal'), 'lost');
  assert.match(causeText('eaten by a seal'), /lost: eaten by a seal/);
  assert.match(remarkAt(30 * MINUTE, { gaps: [{ from: 0, to: 60 * MINUTE, cause: 'offline-expected' }], late: [], replaced: [], zone: 'UTC' }), /as agreed, 01-01 00:00 to 01:00 \(1 h\)/);
  assert.match(lateText({ from: 0, to: MINUTE, arrivedAt: 181 * MINUTE, road: 'usb' }, 'UTC'), /3 h later by USB/);
});

test('CPU use is the share of all cores that is neither idle nor waiting', () => {
  const cpu = PANELS.find((panel) => panel.id === 'cpu');
  const lines = cpu.lines([
    column('node_cpu_seconds_total', { cpu: '0', mode: 'idle' }, [0.5, null]),
    column('node_cpu_seconds_total', { cpu: '0', mode: 'user' }, [0.3, null]),
    column('node_cpu_seconds_total', { cpu: '0', mode: 'iowait' }, [0.2, null]),
    column('node_cpu_seconds_total', { cpu: '1', mode: 'idle' }, [1, null]),
  ]);
  assert.deepEqual(lines.map((line) => line.label), ['busy', 'waiting for disk']);
  assert.ok(Math.abs(lines[0].values[0] - 0.15) < 1e-9);
  assert.equal(lines[0].values[1], null);
});

test('network counts real devices once, and a panel without its metrics has no line', () => {
  const network = PANELS.find((panel) => panel.id === 'network');
  const lines = network.lines([
    column('node_network_receive_bytes_total', { device: 'eth0' }, [100]),
    column('node_network_receive_bytes_total', { device: 'veth1234' }, [100]),
    column('node_network_receive_bytes_total', { device: 'lo' }, [100]),
  ]);
  assert.deepEqual(lines.map((line) => [line.label, line.values]), [['received', [100]]]);
  for (const panel of PANELS) assert.deepEqual(panel.lines([]), [], panel.id);
});

test('a disk is told by its real file systems, and by the root even where that is an overlay', () => {
  const disk = PANELS.find((panel) => panel.id === 'disk');
  const mount = (mountpoint, fstype) => [
    column('node_filesystem_avail_bytes', { mountpoint, fstype }, [25]),
    column('node_filesystem_size_bytes', { mountpoint, fstype }, [100]),
  ];
  const lines = disk.lines([...mount('/', 'overlay'), ...mount('/data', 'ext4'), ...mount('/run', 'tmpfs'), ...mount('/pod', 'overlay')]);
  assert.deepEqual(lines.map((line) => [line.label, line.values]), [['space /', [0.75]], ['space /data', [0.75]]]);
});

test('a Raspberry Pi that throttles says so beside its temperature', () => {
  const temperature = PANELS.find((panel) => panel.id === 'temperature');
  const lines = temperature.lines([
    column('node_thermal_zone_temp', { type: 'cpu-thermal' }, [82]),
    column('skerry_pi_throttled', {}, [0.2]),
  ]);
  assert.deepEqual(lines.map((line) => (line.format ? line.format(line.values[0]) : line.label)), ['cpu-thermal', 'yes']);
});

test('a kernel without pressure information still shows its load', () => {
  const pressure = PANELS.find((panel) => panel.id === 'pressure');
  assert.deepEqual(pressure.lines([column('node_load1', {}, [0.7])]).map((line) => [line.label, line.beside]), [['load, 1 min', false]]);
});
