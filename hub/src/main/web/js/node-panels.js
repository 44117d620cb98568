// The charts of the page of a node: of each resource how much is used, what has to wait and what fails (USE); then what is
// special to small machines in the field; then the rest.

import { both, combined, most, sum } from './series.js';
import * as format from './format.js';
import { VIRTUAL_DEVICE, highest, hottest, isRealFileSystem, line, of, one, share, yesOrNo } from './panels.js';

/** @typedef {import('./panels.js').Panel} Panel */
/** @typedef {import('./panels.js').Line} Line */
/** @typedef {import('./series.js').Column} Column */

/** @param {number | null | undefined} value */
function perSecond(value) {
  return value === null || value === undefined ? '–' : `${format.plain(value)} /s`;
}

/** @param {number | null | undefined} ms */
function offset(ms) {
  return ms === null || ms === undefined ? '–' : format.drift(ms);
}

/** @param {(number | null)[]} seconds */
function millis(seconds) {
  return seconds.map((value) => (value === null ? null : value * 1_000));
}

/** @param {number | null | undefined} days */
function inDays(days) {
  return days === null || days === undefined ? '–' : `${format.plain(days)} d`;
}

/** @param {Record<string, string>} labels */
function isRealDevice(labels) {
  return !VIRTUAL_DEVICE.test(labels.device ?? '');
}

/** The part of `of` that `part` is, where both are held. @param {(number | null)[]} part @param {(number | null)[]} whole */
function partOf(part, whole) {
  return both(part, whole, share);
}

/** @param {(number | null)[]} free @param {(number | null)[]} total */
function inUse(free, total) {
  return both(free, total, (rest, whole) => share(whole - rest, whole));
}

/** Shares above all of it are the same as all of it. @param {(number | null)[]} values */
function capped(values) {
  return values.map((value) => (value === null ? null : Math.min(1, value)));
}

/** @type {Panel[]} */
export const USE_PANELS = [
  {
    id: 'cpu',
    title: 'CPU',
    asks: 'share of all cores, and time that work waited for one',
    metrics: ['node_cpu_seconds_total', 'node_pressure_cpu_waiting_seconds_total', 'node_load1', 'skerry_pi_throttled'],
    format: format.percent,
    ceiling: 1,
    lines: (columns) => {
      const all = one(columns, 'node_cpu_seconds_total');
      const idle = combined(of(columns, 'node_cpu_seconds_total', (labels) => labels.mode === 'idle' || labels.mode === 'iowait'), sum);
      return [
        ...line('busy', inUse(idle, all), { says: 'use' }),
        ...line('work waits', capped(one(columns, 'node_pressure_cpu_waiting_seconds_total')), { says: 'wait' }),
        ...line('load, 1 min', one(columns, 'node_load1'), { beside: true, format: format.plain }),
        ...line('slowed down', one(columns, 'skerry_pi_throttled', most), { beside: true, format: yesOrNo, says: 'error' }),
      ];
    },
  },
  {
    id: 'memory',
    title: 'Memory',
    asks: 'share in use, and time that work waited for memory',
    metrics: [
      'node_memory_MemTotal_bytes',
      'node_memory_MemAvailable_bytes',
      'node_memory_SwapTotal_bytes',
      'node_memory_SwapFree_bytes',
      'node_pressure_memory_waiting_seconds_total',
      'node_vmstat_pgmajfault',
      'node_vmstat_oom_kill',
    ],
    format: format.percent,
    ceiling: 1,
    lines: (columns) => {
      const available = one(columns, 'node_memory_MemAvailable_bytes');
      return [
        ...line('used', inUse(available, one(columns, 'node_memory_MemTotal_bytes')), { says: 'use' }),
        ...line('work waits', capped(one(columns, 'node_pressure_memory_waiting_seconds_total')), { says: 'wait' }),
        ...line('swap used', inUse(one(columns, 'node_memory_SwapFree_bytes'), one(columns, 'node_memory_SwapTotal_bytes'))),
        ...line('available', available, { beside: true, format: format.bytes }),
        ...line('pages read anew', one(columns, 'node_vmstat_pgmajfault'), { beside: true, format: perSecond }),
        ...line('processes killed', one(columns, 'node_vmstat_oom_kill'), { beside: true, format: perSecond, says: 'error' }),
      ];
    },
  },
  {
    id: 'disk',
    title: 'Disk',
    asks: 'space in use, time busy, and time that work waited for it',
    metrics: [
      'node_filesystem_avail_bytes',
      'node_filesystem_size_bytes',
      'node_disk_io_time_seconds_total',
      'node_pressure_io_waiting_seconds_total',
      'node_filesystem_readonly',
    ],
    format: format.percent,
    ceiling: 1,
    lines: (columns) => {
      const sizes = new Map(of(columns, 'node_filesystem_size_bytes', isRealFileSystem).map((column) => [column.labels.mountpoint, column.values]));
      const mounts = of(columns, 'node_filesystem_avail_bytes', isRealFileSystem).flatMap((column) => {
        const size = sizes.get(column.labels.mountpoint);
        return size ? line(`space ${column.labels.mountpoint}`, inUse(column.values, size)) : [];
      });
      const readOnly = of(columns, 'node_filesystem_readonly', (labels) => isRealFileSystem(labels) && !/^\/boot/.test(labels.mountpoint ?? ''));
      return [
        ...highest(mounts).slice(0, 2).map((mount, i) => (i === 0 ? { ...mount, says: /** @type {const} */ ('use') } : mount)),
        ...line('time busy', capped(one(columns, 'node_disk_io_time_seconds_total', most))),
        ...line('work waits', capped(one(columns, 'node_pressure_io_waiting_seconds_total')), { says: 'wait' }),
        ...line('read-only', combined(readOnly, most), { beside: true, format: yesOrNo, says: 'error' }),
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
      'node_netstat_Tcp_RetransSegs',
      'node_netstat_Tcp_OutSegs',
    ],
    format: format.bytesPerSecond,
    least: 1_000,
    lines: (columns) => {
      const total = (/** @type {RegExp} */ metric) => combined(columns.filter((column) => metric.test(column.metric) && isRealDevice(column.labels)), sum);
      const received = total(/_receive_bytes_total$/);
      const sent = total(/_transmit_bytes_total$/);
      return [
        ...line('received', received, { says: 'use' }),
        ...line('sent', sent),
        ...line('sent again', partOf(one(columns, 'node_netstat_Tcp_RetransSegs'), one(columns, 'node_netstat_Tcp_OutSegs')), { beside: true, format: format.percent, says: 'wait' }),
        ...line('dropped', total(/_drop_total$/), { beside: true, format: perSecond }),
        ...line('errors', total(/_errs_total$/), { beside: true, format: perSecond, says: 'error' }),
      ];
    },
  },
];

/** @type {Panel[]} */
export const HARDWARE_PANELS = [
  {
    id: 'temperature',
    title: 'Temperature',
    asks: 'hottest sensors; a Raspberry Pi slows down above 80 °C',
    metrics: ['node_thermal_zone_temp', 'node_hwmon_temp_celsius', 'skerry_pi_soft_temperature_limit'],
    format: format.temperature,
    base: 'data',
    least: 10,
    lines: (columns) => [
      ...hottest(columns),
      ...line('soft limit reached', one(columns, 'skerry_pi_soft_temperature_limit', most), { beside: true, format: yesOrNo }),
    ],
  },
  {
    id: 'power',
    title: 'Power and throttling',
    asks: 'share of the time in which it was so',
    metrics: ['skerry_pi_undervoltage', 'skerry_pi_throttled', 'skerry_pi_frequency_capped', 'skerry_pi_undervoltage_since_boot'],
    format: format.percent,
    ceiling: 1,
    lines: (columns) => [
      ...line('under-voltage', one(columns, 'skerry_pi_undervoltage', most)),
      ...line('throttled', one(columns, 'skerry_pi_throttled', most)),
      ...line('frequency capped', one(columns, 'skerry_pi_frequency_capped', most)),
      ...line('under-voltage since boot', one(columns, 'skerry_pi_undervoltage_since_boot', most), { beside: true, format: yesOrNo }),
    ],
  },
  {
    id: 'card',
    title: 'SD card and eMMC',
    asks: 'life used by its own estimate, and what is written to it',
    metrics: ['skerry_mmc_life_used_ratio', 'skerry_mmc_pre_end_of_life', 'node_disk_written_bytes_total'],
    format: format.percent,
    ceiling: 1,
    lines: (columns) => [
      ...line('life used', one(columns, 'skerry_mmc_life_used_ratio', most)),
      ...line('near its end', one(columns, 'skerry_mmc_pre_end_of_life', most).map((value) => (value === null ? null : value > 1 ? 1 : 0)), { beside: true, format: yesOrNo }),
      ...line('written', combined(of(columns, 'node_disk_written_bytes_total', (labels) => /^(mmcblk|sd|nvme|vd)/.test(labels.device ?? '')), most), { beside: true, format: format.bytesPerSecond }),
    ],
  },
  {
    id: 'clock',
    title: 'Clock',
    asks: 'how far it is off, by its own time service',
    metrics: ['node_timex_offset_seconds', 'node_timex_maxerror_seconds', 'node_timex_sync_status'],
    format: offset,
    base: 'data',
    least: 10,
    lines: (columns) => [
      ...line('off by', millis(one(columns, 'node_timex_offset_seconds'))),
      ...line('at most off by', millis(one(columns, 'node_timex_maxerror_seconds')), { beside: true, format: offset }),
      ...line('synchronised', one(columns, 'node_timex_sync_status', (values) => Math.min(...values)), { beside: true, format: yesOrNo }),
    ],
  },
  {
    id: 'restarts',
    title: 'Time since boot',
    asks: 'in days; it falls where the machine was restarted',
    metrics: ['node_boot_time_seconds'],
    format: inDays,
    least: 0.5,
    lines: (columns, grid) =>
      line('up for', one(columns, 'node_boot_time_seconds', most).map((booted, i) => (booted === null ? null : Math.max(0, grid[i] / 1_000 - booted) / 86_400))),
  },
];

/** @param {string} id @param {string} title @param {string} asks @param {(value: number | null | undefined) => string} shown @param {[string, string, ((values: number[]) => number)?][]} parts label and metric @returns {Panel} */
function plainPanel(id, title, asks, shown, parts) {
  return {
    id,
    title,
    asks,
    metrics: parts.map(([, metric]) => metric),
    format: shown,
    lines: (columns) => parts.flatMap(([label, metric, combine]) => line(label, one(columns, metric, combine))),
  };
}

/** The long tail: looked at when the rest leaves a question. @type {Panel[]} */
export const TAIL_PANELS = [
  plainPanel('load', 'Load', 'processes that run or wait', format.plain, [
    ['1 min', 'node_load1'],
    ['5 min', 'node_load5'],
    ['15 min', 'node_load15'],
  ]),
  plainPanel('disk-bytes', 'Disk, bytes', 'all devices', format.bytesPerSecond, [
    ['read', 'node_disk_read_bytes_total', most],
    ['written', 'node_disk_written_bytes_total', most],
  ]),
  plainPanel('disk-operations', 'Disk, operations', 'all devices', perSecond, [
    ['reads', 'node_disk_reads_completed_total', most],
    ['writes', 'node_disk_writes_completed_total', most],
  ]),
  {
    id: 'inodes',
    title: 'Inodes',
    asks: 'share in use',
    metrics: ['node_filesystem_files', 'node_filesystem_files_free'],
    format: format.percent,
    ceiling: 1,
    lines: (columns) => {
      const all = new Map(of(columns, 'node_filesystem_files', isRealFileSystem).map((column) => [column.labels.mountpoint, column.values]));
      return highest(
        of(columns, 'node_filesystem_files_free', isRealFileSystem).flatMap((column) => {
          const total = all.get(column.labels.mountpoint);
          return total ? line(String(column.labels.mountpoint), inUse(column.values, total)) : [];
        }),
      );
    },
  },
  plainPanel('processes', 'Processes', 'now running, and held up by input or output', format.plain, [
    ['running', 'node_procs_running'],
    ['held up', 'node_procs_blocked'],
  ]),
  plainPanel('switches', 'Context switches', 'all cores', perSecond, [['switches', 'node_context_switches_total']]),
  plainPanel('files', 'Open files', 'of the whole machine', format.count, [
    ['open', 'node_filefd_allocated'],
  ]),
  plainPanel('connections', 'Connections', 'TCP, and those that the firewall tracks', format.count, [
    ['established', 'node_netstat_Tcp_CurrEstab'],
    ['tracked', 'node_nf_conntrack_entries'],
    ['can be tracked', 'node_nf_conntrack_entries_limit'],
  ]),
  plainPanel('agent', 'The agent itself', 'its memory', format.bytes, [['resident', 'process_resident_memory_bytes']]),
];
