package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.TextType;

/**
 * Counters of IP, ICMP, TCP and UDP from {@code /proc/net/netstat}, {@code snmp} and {@code snmp6}: of their several
 * hundred those that node_exporter takes by default. Source: kernel doc networking/snmp_counter.rst.
 */
public final class ProtocolStatistics implements Collector {
    private static final Set<String> GAUGES = Set.of("Ip_Forwarding", "Tcp_CurrEstab");
    private static final Set<String> WANTED = Set.of(
            "Icmp6_InMsgs",
            "Icmp6_OutMsgs",
            "Icmp_InMsgs",
            "Icmp_OutMsgs",
            "Ip6_InOctets",
            "Ip6_OutOctets",
            "IpExt_InOctets",
            "IpExt_OutOctets",
            "Ip_Forwarding",
            "TcpExt_TCPOFOQueue",
            "TcpExt_TCPRcvQDrop",
            "TcpExt_TCPSynRetrans",
            "TcpExt_TCPTimeouts",
            "Tcp_ActiveOpens",
            "Tcp_CurrEstab",
            "Tcp_InSegs",
            "Tcp_OutRsts",
            "Tcp_OutSegs",
            "Tcp_PassiveOpens",
            "Tcp_RetransSegs",
            "Udp6_InDatagrams",
            "Udp6_NoPorts",
            "Udp6_OutDatagrams",
            "Udp6_RcvbufErrors",
            "Udp6_SndbufErrors",
            "Udp_InDatagrams",
            "Udp_NoPorts",
            "Udp_OutDatagrams",
            "Udp_RcvbufErrors",
            "Udp_SndbufErrors");

    private final KernelText text = new KernelText();
    private final List<Table> tables;
    private final File snmp6;
    private final Map<String, Optional<MetricFamily>> snmp6Families = new HashMap<>();

    /** A file of line pairs; the first names what the second counts. */
    private static final class Table {
        final File file;

        /** One per line pair, in the order of the file: the kernel's header lines do not change while it runs. */
        final List<Header> headers = new ArrayList<>();

        Table(File file) {
            this.file = file;
        }
    }

    /** A line of names. */
    private static final class Header {
        final byte[] line;

        /** The family of each column, nothing where it is not wanted. */
        final List<Optional<MetricFamily>> columns;

        Header(byte[] line, List<Optional<MetricFamily>> columns) {
            this.line = line;
            this.columns = columns;
        }
    }

    public ProtocolStatistics(HostPaths paths) {
        var net = new ProcNet(paths);
        this.tables = List.of(new Table(net.file("netstat")), new Table(net.file("snmp")));
        this.snmp6 = net.file("snmp6");
    }

    @Override
    public String name() {
        return "netstat";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        for (var table : tables) {
            if (text.read(table.file)) {
                collect(table, sink);
            }
        }
        if (text.read(snmp6)) { // not where IPv6 is off
            collectSnmp6(sink);
        }
    }

    private void collect(Table table, SampleSink sink) throws IOException {
        for (int pair = 0; text.nextLine(); pair++) {
            if (pair == table.headers.size()) {
                table.headers.add(header());
            } else if (!text.lineIs(table.headers.get(pair).line)) {
                table.headers.set(pair, header());
            }
            if (!text.nextLine() || !text.nextWord()) {
                throw text.broken("a line of names has no line of values", null);
            }
            for (var column : table.headers.get(pair).columns) {
                double value = text.nextNumber();
                column.ifPresent(family -> sink.add(family, value));
            }
        }
    }

    /** {@code Tcp: RtoAlgorithm RtoMin …} */
    private Header header() throws IOException {
        byte[] line = text.line();
        if (!text.nextUntil(':')) {
            throw text.broken("there is no protocol name", null);
        }
        String protocol = text.word();
        var columns = new ArrayList<Optional<MetricFamily>>();
        while (text.nextWord()) {
            columns.add(family(protocol, text.word()));
        }
        return new Header(line, columns);
    }

    /** {@code Ip6InReceives 7}: the protocol's name ends with the first 6. */
    private void collectSnmp6(SampleSink sink) throws IOException {
        while (text.nextLine()) {
            if (!text.nextWord()) {
                continue;
            }
            var family = snmp6Families.computeIfAbsent(text.word(), key -> {
                int six = key.indexOf('6');
                return six < 0 ? Optional.empty() : family(key.substring(0, six + 1), key.substring(six + 1));
            });
            if (family.isPresent()) {
                sink.add(family.get(), text.nextNumber());
            }
        }
    }

    private static Optional<MetricFamily> family(String protocol, String counter) {
        String key = protocol + "_" + counter;
        boolean wanted = WANTED.contains(key)
                || counter.equals("InErrors")
                || counter.equals("InErrs")
                || key.startsWith("TcpExt_Listen")
                || key.startsWith("TcpExt_Syncookies");
        if (!wanted) {
            return Optional.empty();
        }
        String name = "node_netstat_" + key;
        String help = counter + " of " + protocol + ".";
        var family = GAUGES.contains(key) ? MetricFamily.gauge(name, help) : MetricFamily.counter(name, help);
        return Optional.of(family.shownAs(TextType.UNTYPED));
    }
}
