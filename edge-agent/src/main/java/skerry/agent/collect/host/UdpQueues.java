package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.List;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** Bytes that wait in all UDP sockets, from {@code /proc/net/udp} and {@code udp6}. Source: proc_pid_net(5). */
public final class UdpQueues implements Collector {
    private static final int WORDS_BEFORE_QUEUES = 4;
    private static final MetricFamily QUEUES =
            MetricFamily.gauge("node_udp_queues", "Bytes that wait in UDP sockets to be sent or read.");

    private final KernelText text = new KernelText();
    private final List<Protocol> protocols;

    private record Protocol(File file, Labels transmit, Labels receive) {
        Protocol(File file, String ip) {
            this(file, Labels.of("ip", ip, "queue", "tx"), Labels.of("ip", ip, "queue", "rx"));
        }
    }

    public UdpQueues(HostPaths paths) {
        var net = new ProcNet(paths);
        this.protocols = List.of(new Protocol(net.file("udp"), "v4"), new Protocol(net.file("udp6"), "v6"));
    }

    @Override
    public String name() {
        return "udp_queues";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        for (var protocol : protocols) {
            if (text.read(protocol.file())) {
                collect(protocol, sink);
            }
        }
    }

    private void collect(Protocol protocol, SampleSink sink) throws IOException {
        double transmit = 0;
        double receive = 0;
        text.nextLine(); // sl local_address rem_address st tx_queue:rx_queue …
        while (text.nextLine()) {
            if (text.skipWords(WORDS_BEFORE_QUEUES) && text.nextUntil(':')) {
                transmit += (double) text.hex();
                text.nextWord();
                receive += (double) text.hex();
            }
        }
        sink.add(QUEUES, protocol.transmit(), transmit);
        sink.add(QUEUES, protocol.receive(), receive);
    }
}
