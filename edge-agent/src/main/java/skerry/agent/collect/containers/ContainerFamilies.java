package skerry.agent.collect.containers;

import skerry.agent.collect.MetricFamily;

/** The metrics of containers, under cAdvisor's names. */
final class ContainerFamilies {
    static final MetricFamily CPU_USAGE =
            MetricFamily.counter("container_cpu_usage_seconds_total", "CPU time the container used.");
    static final MetricFamily CPU_USER =
            MetricFamily.counter("container_cpu_user_seconds_total", "CPU time in user mode.");
    static final MetricFamily CPU_SYSTEM =
            MetricFamily.counter("container_cpu_system_seconds_total", "CPU time in the kernel.");
    static final MetricFamily CFS_PERIODS = MetricFamily.counter(
            "container_cpu_cfs_periods_total", "Periods of the CPU limit in which the container ran.");
    static final MetricFamily CFS_THROTTLED_PERIODS = MetricFamily.counter(
            "container_cpu_cfs_throttled_periods_total", "Periods in which the container was held back.");
    static final MetricFamily CFS_THROTTLED_SECONDS = MetricFamily.counter(
            "container_cpu_cfs_throttled_seconds_total", "Time for which the container was held back.");
    static final MetricFamily CPU_PERIOD =
            MetricFamily.gauge("container_spec_cpu_period", "Period of the CPU limit, microseconds.");
    static final MetricFamily CPU_QUOTA =
            MetricFamily.gauge("container_spec_cpu_quota", "CPU time allowed in each period, microseconds.");
    static final MetricFamily CPU_SHARES =
            MetricFamily.gauge("container_spec_cpu_shares", "Share of the CPU beside others; 1,024 is one core's.");

    static final MetricFamily MEMORY_USAGE =
            MetricFamily.gauge("container_memory_usage_bytes", "Memory in use, with all of the page cache.");
    static final MetricFamily MEMORY_WORKING_SET = MetricFamily.gauge(
            "container_memory_working_set_bytes", "Memory in use that cannot be given back at once.");
    static final MetricFamily MEMORY_RSS = MetricFamily.gauge("container_memory_rss", "Anonymous memory, bytes.");
    static final MetricFamily MEMORY_CACHE = MetricFamily.gauge("container_memory_cache", "Page cache, bytes.");
    static final MetricFamily MEMORY_MAPPED =
            MetricFamily.gauge("container_memory_mapped_file", "Mapped files, bytes.");
    static final MetricFamily MEMORY_SWAP = MetricFamily.gauge("container_memory_swap", "Swap in use, bytes.");
    static final MetricFamily MEMORY_MAX =
            MetricFamily.gauge("container_memory_max_usage_bytes", "Most memory ever in use.");
    static final MetricFamily MEMORY_FAILURES = MetricFamily.counter("container_memory_failures_total", "Page faults.");
    static final MetricFamily OOM_EVENTS = MetricFamily.counter(
            "container_oom_events_total", "Processes that the kernel killed because memory ran out.");
    static final MetricFamily MEMORY_LIMIT =
            MetricFamily.gauge("container_spec_memory_limit_bytes", "Memory limit; 0 for none.");
    static final MetricFamily MEMORY_RESERVATION = MetricFamily.gauge(
            "container_spec_memory_reservation_limit_bytes", "Memory that is kept for the container; 0 for none.");
    static final MetricFamily SWAP_LIMIT =
            MetricFamily.gauge("container_spec_memory_swap_limit_bytes", "Swap limit; 0 for none.");

    static final MetricFamily PROCESSES = MetricFamily.gauge("container_processes", "Processes in the container.");
    static final MetricFamily THREADS = MetricFamily.gauge("container_threads", "Threads in the container.");
    static final MetricFamily THREADS_MAX =
            MetricFamily.gauge("container_threads_max", "Threads the container may have; 0 for no limit.");
    static final MetricFamily START_TIME = MetricFamily.gauge(
            "container_start_time_seconds", "When the container's first process was started, seconds since 1970.");

    static final MetricFamily READ_BYTES =
            MetricFamily.counter("container_fs_reads_bytes_total", "Bytes read from the device.");
    static final MetricFamily WRITTEN_BYTES =
            MetricFamily.counter("container_fs_writes_bytes_total", "Bytes written to the device.");
    static final MetricFamily READS = MetricFamily.counter("container_fs_reads_total", "Reads from the device.");
    static final MetricFamily WRITES = MetricFamily.counter("container_fs_writes_total", "Writes to the device.");

    private ContainerFamilies() {}

    static MetricFamily waiting(String resource) {
        return MetricFamily.counter(
                "container_pressure_" + resource + "_waiting_seconds_total",
                "Time in which some task of the container waited for " + resource + ".");
    }

    static MetricFamily stalled(String resource) {
        return MetricFamily.counter(
                "container_pressure_" + resource + "_stalled_seconds_total",
                "Time in which no task of the container could go on because of " + resource + ".");
    }

    static MetricFamily network(String what) {
        return MetricFamily.counter("container_network_" + what + "_total", what + " of the pod's network interface.");
    }
}
