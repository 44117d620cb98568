// Which charts a node has, and how they come out of the metrics: utilisation, saturation and errors of each resource (USE).

import { both, combined, most, sum } from './series.js';
import * as format from './format.js';

/** @typedef {import('./series.js').Column} Column */

/**
 * A line of a chart. `beside` lines stand in the legend and the table but are not drawn: their unit differs.
 * @typedef {{
 *   label: string, values: (number | null)[], format?: (value: number | null | undefined) => string, beside?: boolean,
 *   says?: 'use' | 'wait' | 'error'
 * }} Line `says`: which of the three questions of a resource it answers
 */

/**
 * @typedef {{
 *   id: string, title: string, asks: string, metrics: string[],
 *   format: (value: number | null | undefined) => string,
 *   ceiling?: number, least?: number, base?: number | 'data',
 *   lines: (columns: Column[], grid: number[]) => Line[]
 * }} Panel
 */

/** Devices that only carry traffic which is counted elsewhere too. */
export const VIRTUAL_DEVICE = /^(lo|veth|cni|flannel|docker|br-|virbr|cali|tunl|vxlan|kube)/;

/** File systems that say nothing about a disk filling up. */
const UNREAL_FS = /^(tmpfs|devtmpfs|overlay|squashfs|proc|sysfs|cgroup2?|ramfs|nsfs|autofs|tracefs|debugfs|fuse\.lxcfs)$/;

/** @param {Record<string, string>} labels */
export function isRealFileSystem(labels) {
  // An overlay is a second look at another file system, except where it is all there is.
  return labels.mountpoint === '/' || !UNREAL_FS.test(labels.fstype ?? '');
}

/** Of a gauge that is 1 while something is wrong. @param {number | null | undefined} value */
export function yesOrNo(value) {
  return value === null || value === undefined ? '–' : value > 0 ? 'yes' : 'no';
}

/** At most so many lines are drawn where a node may have dozens of sensors or mounts. */
const LINES = 3;

/** @param {Column[]} columns @param {string} metric @param {(labels: Record<string, string>) => boolean} [where] */
export function of(columns, metric, where) {
  return columns.filter((column) => column.metric === metric && (!where || where(column.labels)));
}

/** @param {Column[]} columns @param {string} metric @param {(values: number[]) => number} [combine] */
export function one(columns, metric, combine = sum) {
  return combined(of(columns, metric), combine);
}

/** @param {string} label @param {(number | null)[]} values @param {Partial<Line>} [more] @returns {Line[]} no line if nothing is there */
export function line(label, values, more = {}) {
  return values.some((value) => value !== null) ? [{ label, values, ...more }] : [];
}

/** @param {number} part @param {number} whole */
export function share(part, whole) {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : null;
}

/** The columns with the highest newest values, highest first. @param {{label: string, values: (number | null)[]}[]} lines */
export function highest(lines) {
  const newest = (/** @type {(number | null)[]} */ values) => values.findLast((value) => value !== null) ?? -Infinity;
  return [...lines].sort((a, b) => newest(b.values) - newest(a.values)).slice(0, LINES);
}

/** The hottest sensors. @param {Column[]} columns @returns {Line[]} */
export function hottest(columns) {
  const zones = of(columns, 'node_thermal_zone_temp').flatMap((column) => line(column.labels.type ?? `zone ${column.labels.zone ?? ''}`, column.values));
  const chips = of(columns, 'node_hwmon_temp_celsius').flatMap((column) => line(`${column.labels.chip ?? ''} ${column.labels.sensor ?? ''}`.trim(), column.values));
  // A thermal zone often appears a second time as a chip: the zones are enough.
  return highest(zones.length > 0 ? zones : chips);
}

/** @type {Panel[]} */
export const PANELS = [
  {
    id: 'cpu',
    title: 'CPU',
    asks: 'share of all cores',
    metrics: ['node_cpu_seconds_total'],
    format: format.percent,
    ceiling: 1,
    lines: (columns) => {
      const mode = (/** @type {string[]} */ modes) =>
        combined(of(columns, 'node_cpu_seconds_total', (labels) => modes.includes(labels.mode)), sum);
      const all = one(columns, 'node_cpu_seconds_total');
      const idle = mode(['idle', 'iowait']);
      return [
        ...line('busy', both(idle, all, (rest, whole) => share(whole - rest, whole))),
        ...line('waiting for disk', both(mode(['iowait']), all, share)),
      ];
    },
  },
  {
    id: 'memory',
    title: 'Memory',
    asks: 'share in use',
    metrics: [
      'node_memory_MemTotal_bytes',
      'node_memory_MemAvailable_bytes',
      'node_memory_SwapTotal_bytes',
      'node_memory_SwapFree_bytes',
    ],
    format: format.percent,
    ceiling: 1,
    lines: (columns) => {
      const used = (/** @type {number} */ free, /** @type {number} */ total) => share(total - free, total);
      const total = one(columns, 'node_memory_MemTotal_bytes');
      const available = one(columns, 'node_memory_MemAvailable_bytes');
      return [
        ...line('used', both(available, total, used)),
        ...line('swap', both(one(columns, 'node_memory_SwapFree_bytes'), one(columns, 'node_memory_SwapTotal_bytes'), used)),
        ...line('available', available, { format: format.bytes, beside: true }),
      ];
    },
  },
  {
    id: 'disk',
    title: 'Disk',
    asks: 'space in use, time busy',
    metrics: [
      'node_filesystem_avail_bytes',
      'node_filesystem_size_bytes',
      'node_disk_io_time_seconds_total',
      'skerry_mmc_life_used_ratio',
    ],
    format: format.percent,
    ceiling: 1,
    lines: (columns) => {
      const sizes = new Map(of(columns, 'node_filesystem_size_bytes', isRealFileSystem).map((column) => [column.labels.mountpoint, column.values]));
      const mounts = of(columns, 'node_filesystem_avail_bytes', isRealFileSystem).flatMap((column) => {
        const size = sizes.get(column.labels.mountpoint);
        const label = `space ${column.labels.mountpoint}`;
        return size ? line(label, both(column.values, size, (free, whole) => share(whole - free, whole))) : [];
      });
      const busy = one(columns, 'node_disk_io_time_seconds_total', most).map((value) => (value === null ? null : Math.min(1, value)));
      return [
        ...highest(mounts),
        ...line('busy', busy),
        ...line('card life used', one(columns, 'skerry_mmc_life_used_ratio', most), { beside: true }),
      ];
    },
  },
  {
    id: 'network',
    title: 'Network',
    asks: 'all real devices',
    metrics: [
      'node_network_receive_bytes_total',
      'node_network_transmit_bytes_total',
      'node_network_receive_errs_total',
      'node_network_transmit_errs_total',
      'node_network_receive_drop_total',
      'node_network_transmit_drop_total',
    ],
    format: format.bytesPerSecond,
    least: 1_000,
    lines: (columns) => {
      const real = (/** @type {Record<string, string>} */ labels) => !VIRTUAL_DEVICE.test(labels.device ?? '');
      const total = (/** @type {string} */ metric) => combined(of(columns, metric, real), sum);
      const faults = combined(
        columns.filter((column) => /_(errs|drop)_total$/.test(column.metric) && real(column.labels)),
        sum,
      );
      return [
        ...line('received', total('node_network_receive_bytes_total')),
        ...line('sent', total('node_network_transmit_bytes_total')),
        ...line('errors and drops', faults, { beside: true, format: (value) => (value == null ? '–' : `${format.plain(value)} /s`) }),
      ];
    },
  },
  {
    id: 'pressure',
    title: 'Pressure',
    asks: 'time that work had to wait',
    metrics: [
      'node_pressure_cpu_waiting_seconds_total',
      'node_pressure_memory_waiting_seconds_total',
      'node_pressure_io_waiting_seconds_total',
      'node_load1',
    ],
    format: format.percent,
    least: 0.05,
    lines: (columns) => {
      const waits = [
        ...line('for CPU', one(columns, 'node_pressure_cpu_waiting_seconds_total')),
        ...line('for memory', one(columns, 'node_pressure_memory_waiting_seconds_total')),
        ...line('for disk', one(columns, 'node_pressure_io_waiting_seconds_total')),
      ];
      // A kernel without pressure information still tells its load.
      return [...waits, ...line('load, 1 min', one(columns, 'node_load1'), { format: format.plain, beside: waits.length > 0 })];
    },
  },
  {
    id: 'temperature',
    title: 'Temperature',
    asks: 'hottest sensors',
    metrics: ['node_thermal_zone_temp', 'node_hwmon_temp_celsius', 'skerry_pi_throttled', 'skerry_pi_undervoltage'],
    format: format.temperature,
    base: 'data',
    least: 10,
    lines: (columns) => [
      ...hottest(columns),
      ...line('throttled', one(columns, 'skerry_pi_throttled', most), { beside: true, format: yesOrNo }),
      ...line('undervoltage', one(columns, 'skerry_pi_undervoltage', most), { beside: true, format: yesOrNo }),
    ],
  },
];
