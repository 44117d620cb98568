package skerry.protocol.payload;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/**
 * How preset dictionary 1 was made: the chunks of a typical small node, uncompressed and one behind the other, with what is
 * most often of use last, where references to it are shortest. It shows; it is not to be changed, since what dictionary 1
 * is stays for ever. A better dictionary gets a source and a number of its own.
 */
final class PresetDictionarySource {
    /** Families of a node, with the labels that multiply them; a star marks a gauge. */
    private static final String FAMILIES = """
            node_cpu_seconds_total cpu mode
            node_cpu_guest_seconds_total cpu guest
            *node_load1
            *node_load5
            *node_load15
            *node_memory_{MemTotal,MemFree,MemAvailable,Buffers,Cached,SwapCached,Active,Inactive,Active_anon,Inactive_anon}_bytes
            *node_memory_{Active_file,Inactive_file,Unevictable,Mlocked,SwapTotal,SwapFree,Dirty,Writeback,AnonPages}_bytes
            *node_memory_{Mapped,Shmem,KReclaimable,Slab,SReclaimable,SUnreclaim,KernelStack,PageTables,NFS_Unstable}_bytes
            *node_memory_{Bounce,WritebackTmp,CommitLimit,Committed_AS,VmallocTotal,VmallocUsed,VmallocChunk,Percpu}_bytes
            *node_memory_{CmaTotal,CmaFree,AnonHugePages,ShmemHugePages,Hugepagesize,Hugetlb}_bytes
            *node_memory_HugePages_{Total,Free,Rsvd,Surp}
            node_disk_{reads_completed,reads_merged,read_bytes,read_time_seconds,writes_completed,writes_merged}_total disk
            node_disk_{written_bytes,write_time_seconds,io_time_seconds,io_time_weighted_seconds}_total disk
            node_disk_{discards_completed,discards_merged,discarded_sectors,discard_time_seconds,flush_requests}_total disk
            *node_disk_io_now disk
            *node_filesystem_{device_error,size_bytes,free_bytes,avail_bytes,files,files_free,readonly} mount
            node_network_receive_{bytes,packets,errs,drop,fifo,frame,compressed,multicast,nohandler}_total net
            node_network_transmit_{bytes,packets,errs,drop,fifo,colls,carrier,compressed}_total net
            *node_network_{up,carrier,mtu_bytes,speed_bytes,transmit_queue_length,flags,iface_id,protocol_type} net
            node_network_carrier_{changes,up_changes,down_changes}_total net
            node_intr_total
            node_context_switches_total
            node_forks_total
            *node_boot_time_seconds
            *node_procs_{running,blocked}
            node_vmstat_{pgpgin,pgpgout,pswpin,pswpout,pgfault,pgmajfault,oom_kill}
            node_pressure_{cpu_waiting,io_waiting,io_stalled,memory_waiting,memory_stalled}_seconds_total
            node_netstat_TcpExt_{SyncookiesSent,SyncookiesRecv,ListenOverflows,ListenDrops,TCPTimeouts,TCPSynRetrans}
            node_netstat_IpExt_{InOctets,OutOctets}
            *node_netstat_Ip_Forwarding
            node_netstat_Icmp_{InMsgs,InErrors,OutMsgs}
            node_netstat_Tcp_{ActiveOpens,PassiveOpens,InSegs,OutSegs,RetransSegs,InErrs,OutRsts}
            *node_netstat_Tcp_CurrEstab
            node_netstat_{Udp,Udp6}_{InDatagrams,NoPorts,InErrors,OutDatagrams,RcvbufErrors,SndbufErrors}
            node_netstat_UdpLite_InErrors
            node_netstat_Ip6_{InOctets,OutOctets}
            node_netstat_Icmp6_{InMsgs,InErrors,OutMsgs}
            *node_sockstat_{sockets_used,TCP_inuse,TCP_orphan,TCP_tw,TCP_alloc,TCP_mem,TCP_mem_bytes,UDP_inuse,UDP_mem}
            *node_sockstat_{UDP_mem_bytes,UDPLITE_inuse,RAW_inuse,FRAG_inuse,FRAG_memory,TCP6_inuse,UDP6_inuse,RAW6_inuse}
            node_softnet_{processed,dropped,times_squeezed,cpu_collision,received_rps,flow_limit_count}_total cpu
            *node_softnet_backlog_len cpu
            *node_arp_entries net
            *node_nf_conntrack_entries
            *node_nf_conntrack_entries_limit
            *node_filefd_{allocated,maximum}
            *node_entropy_{available_bits,pool_size_bits}
            *node_cpu_scaling_frequency_{hertz,max_hertz,min_hertz} cpu
            *node_cpu_frequency_{hertz,max_hertz,min_hertz} cpu
            *node_thermal_zone_temp zone
            *node_cooling_device_{cur_state,max_state} cooling
            *node_hwmon_{temp_celsius,temp_crit_celsius,in_lcrit_alarm_volts,fan_rpm} sensor
            *node_timex_{offset_seconds,frequency_adjustment_ratio,maxerror_seconds,estimated_error_seconds,status}
            *node_timex_{loop_time_constant,tick_seconds,pps_frequency_hertz,pps_jitter_seconds,tai_offset_seconds,sync_status}
            *node_time_seconds
            *node_systemd_unit_state unit
            *node_systemd_units state
            *node_textfile_scrape_error
            process_cpu_seconds_total
            *process_{start_time_seconds,virtual_memory_bytes,resident_memory_bytes,threads,open_fds}
            *skerry_pi_{undervoltage,frequency_capped,throttled,soft_temperature_limit}
            skerry_pi_{undervoltage,frequency_capped,throttled,soft_temperature_limit}_total
            *skerry_storage_{wear_ratio,life_used_ratio} disk
            skerry_{agent_disk_written,agent_disk_read,ext4_lifetime_written}_bytes_total
            *container_{memory_working_set_bytes,memory_usage_bytes,spec_memory_limit_bytes} container
            container_{cpu_usage_seconds,cpu_cfs_throttled_periods,oom_events,restarts}_total container
            container_network_{receive_bytes,transmit_bytes}_total pod
            *kube_pod_{status_phase,status_ready,container_status_restarts_total,container_resource_requests} container
            *kube_{deployment_status_replicas_available,node_status_condition,persistentvolumeclaim_status_phase} pod
            """;

    private static final List<String> TEMPLATES = List.of(
            "Starting <*>...",
            "Started <*>.",
            "Finished <*>.",
            "Stopped <*>.",
            "<*>: Deactivated successfully.",
            "<*>: Main process exited, code=exited, status=<*>/FAILURE",
            "<*>: Failed with result 'exit-code'.",
            "<*>: Scheduled restart job, restart counter is at <*>.",
            "<*>: Consumed <*> CPU time.",
            "pam_unix(<*>:session): session opened for user <*>(uid=<*>) by <*>(uid=<*>)",
            "pam_unix(<*>:session): session closed for user <*>",
            "pam_unix(sshd:auth): authentication failure; logname= uid=<*> euid=<*> tty=ssh ruser= rhost=<*>",
            "Accepted publickey for <*> from <*> port <*> ssh2: <*>",
            "Failed password for <*> from <*> port <*> ssh2",
            "Connection closed by authenticating user <*> <*> port <*> [preauth]",
            "Received disconnect from <*> port <*>:11: disconnected by user",
            "<*> : TTY=<*> ; PWD=<*> ; USER=root ; COMMAND=<*>",
            "(<*>) CMD (<*>)",
            "<*>: link is up, <*> Mbps, full duplex, lpa <*>",
            "<*>: link is down",
            "IPv6: ADDRCONF(NETDEV_CHANGE): <*>: link becomes ready",
            "DHCPACK of <*> from <*>",
            "Initial clock synchronization to <*>.",
            "Undervoltage detected! (<*>)",
            "Voltage normalised (<*>)",
            "Out of memory: Killed process <*> (<*>), UID <*>, total-vm:<*>kB, anon-rss:<*>kB, file-rss:<*>kB",
            "usb <*>: new high-speed USB device number <*> using <*>",
            "EXT4-fs (<*>): mounted filesystem <*> r/w with ordered data mode. Quota mode: none.",
            "I/O error, dev <*>, sector <*> op <*>:(<*>) flags <*> phys_seg <*> prio class <*>",
            "time=<*> level=info msg=<*> component=<*> namespace=<*> pod=<*> container=<*>",
            "time=<*> level=warning msg=<*> error=\"context deadline exceeded\"",
            "level=error msg=<*> err=\"connection refused\" attempt=<*> duration=<*>ms",
            "<*> - - [<*>] \"GET <*> HTTP/1.1\" 200 <*> \"-\" \"<*>\"",
            "<*> - - [<*>] \"POST <*> HTTP/1.1\" 404 <*>",
            "New client connected from <*>:<*> as <*> (p5, c1, k60).",
            "Client <*> closed its connection.",
            "Successfully pulled image \"<*>\" in <*> (<*> including waiting). Image size: <*> bytes.",
            "Back-off restarting failed container <*> in pod <*>_<*>(<*>)",
            "Readiness probe failed: Get \"<*>\": dial tcp <*>: connect: connection refused",
            "Liveness probe failed: HTTP probe failed with statuscode: <*>",
            "Error syncing pod, skipping",
            "MountVolume.SetUp failed for volume \"<*>\" : <*>",
            "could not connect to <*>: timeout after <*> ms, retrying in <*> s",
            "request failed: status <*>, method <*>, path <*>, took <*> ms",
            "Exception in thread \"<*>\" java.lang.<*>Exception: <*>",
            "Traceback (most recent call last): <*>Error: <*>",
            "warning: temperature <*> is above the threshold of <*>",
            "received message on topic <*> with <*> bytes",
            "process <*> started with pid <*>",
            "configuration file <*> loaded");

    private static final List<String> EXAMPLES = List.of(
            "Started user-0.slice - User Slice of UID 0.",
            "systemd-logind: Session 42 logged out. Waiting for processes to exit.",
            "pam_unix(sudo:session): session opened for user root(uid=0) by pi(uid=1000)",
            "level=error msg=\"could not reach <ip:1a2b3c4d>\" err=\"connection refused\" attempt=3 duration=5000ms",
            "GET /api/v1/status 200 12 ms",
            "sensor 7 did not answer within 500 ms",
            "Undervoltage detected! (0x00050005)");

    private PresetDictionarySource() {}

    static byte[] bytes() {
        var series = series();
        var templates = new ArrayList<PatternTemplate>();
        for (int i = 0; i < TEMPLATES.size(); i++) {
            templates.add(new PatternTemplate(i + 1, TEMPLATES.get(i), 0));
        }
        var patterns = new ArrayList<PatternSummary>();
        var minute = new FieldNode(9_001).nextMinute().patterns();
        for (int i = 0; i < templates.size(); i++) {
            String example = i < EXAMPLES.size() ? EXAMPLES.get(i) : "";
            patterns.add(new PatternSummary(i + 1, minute.get(i).counts(), example, ""));
        }
        var all = new ByteArrayOutputStream();
        all.writeBytes(TemplateColumns.write(templates).toByteArray());
        all.writeBytes(SeriesColumns.write(series).toByteArray());
        var typical = new FieldNode(9_002);
        var dictionary = new Dictionary(List.of(typical.chunk()));
        var summary = typical.nextMinute();
        all.writeBytes(
                SummaryCodec.encode(summary, dictionary, Encoding.NONE).bytes().toArray());
        var counted = new PatternColumns();
        for (int i = 0; i < patterns.size(); i++) {
            counted.add(i, patterns.get(i));
        }
        all.writeBytes(counted.examplesChunk().toByteArray());
        return all.toByteArray();
    }

    static List<Series> series() {
        var series = new ArrayList<Series>();
        for (String line : FAMILIES.lines().toList()) {
            var type = line.startsWith("*") ? MetricType.GAUGE : MetricType.COUNTER;
            String[] words = line.replace("*", "").split(" ", -1);
            var shapes = List.<String[]>of(new String[0]);
            for (int i = 1; i < words.length; i++) {
                shapes = multiplied(shapes, labels(words[i]));
            }
            for (String[] labels : shapes) {
                for (String name : expanded(words[0])) {
                    series.add(new Series(name, Labels.of(labels), type));
                }
            }
        }
        return series;
    }

    private static List<String[]> labels(String word) {
        return switch (word) {
            case "cpu" -> each("cpu", "0", "1", "2", "3");
            case "mode" -> each("mode", "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");
            case "guest" -> each("mode", "user", "nice");
            case "disk" -> each("device", "mmcblk0", "sda", "nvme0n1");
            case "net" -> each("device", "lo", "eth0", "wlan0", "docker0", "cni0", "flannel.1");
            case "state" -> each("state", "active", "activating", "deactivating", "failed", "inactive");
            case "zone" -> List.<String[]>of(new String[] {"type", "cpu-thermal", "zone", "0"});
            case "cooling" -> List.<String[]>of(new String[] {"name", "0", "type", "pwm-fan"});
            case "sensor" -> List.<String[]>of(new String[] {"chip", "thermal_thermal_zone0", "sensor", "temp1"});
            case "mount" ->
                List.of(
                        mount("/dev/mmcblk0p1", "vfat", "/boot/firmware"),
                        mount("/dev/mmcblk0p2", "ext4", "/"),
                        mount("/dev/sda1", "ext4", "/var/lib/rancher"),
                        mount("tmpfs", "tmpfs", "/run"));
            case "unit" ->
                List.of(
                        new String[] {"name", "ssh.service", "state", "failed", "type", "simple"},
                        new String[] {"name", "k3s.service", "state", "active", "type", "notify"});
            case "container" ->
                List.<String[]>of(
                        new String[] {"container", "app", "namespace", "default", "pod", "app-5d4f8c7b9-x2x7q"});
            case "pod" ->
                List.<String[]>of(new String[] {"namespace", "kube-system", "pod", "coredns-7b98449c4-abcde"});
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static String[] mount(String device, String type, String point) {
        return new String[] {"device", device, "fstype", type, "mountpoint", point};
    }

    private static List<String[]> each(String name, String... values) {
        var all = new ArrayList<String[]>();
        for (String value : values) {
            all.add(new String[] {name, value});
        }
        return all;
    }

    private static List<String[]> multiplied(List<String[]> left, List<String[]> right) {
        var all = new ArrayList<String[]>();
        for (String[] one : left) {
            for (String[] other : right) {
                var both = java.util.Arrays.copyOf(one, one.length + other.length);
                System.arraycopy(other, 0, both, one.length, other.length);
                all.add(both);
            }
        }
        return all;
    }

    private static List<String> expanded(String name) {
        int open = name.indexOf('{');
        if (open < 0) {
            return List.of(name);
        }
        int close = name.indexOf('}', open);
        var all = new ArrayList<String>();
        for (String middle : name.substring(open + 1, close).split(",", -1)) {
            all.addAll(expanded(name.substring(0, open) + middle + name.substring(close + 1)));
        }
        return all;
    }
}
