package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;

/** Everything from {@code /proc/net} and {@code /sys/class/net}. */
class NetworkTest {
    private static final String DEV_HEADER = "Inter-| Receive | Transmit\n face |bytes packets |bytes packets\n";

    @TempDir
    private Path directory;

    @Test
    void theNetworkOfProcessOneIsTheHosts() throws Exception {
        Collected.write(directory, "proc/net/dev", DEV_HEADER + "  tun0: 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n");
        Collected.write(directory, "proc/1/net/dev", DEV_HEADER + "eth0:9 8 7 6 5 4 3 2 1 0 1 2 3 4 5 6\n");
        Collected.write(directory, "sys/class/net/eth0/statistics/rx_nohandler", "77\n");

        assertThat(Collected.from(traffic()))
                .hasSize(17)
                .contains("node_network_receive_bytes_total{device=\"eth0\"} 9.0")
                .contains("node_network_receive_multicast_total{device=\"eth0\"} 2.0")
                .contains("node_network_transmit_bytes_total{device=\"eth0\"} 1.0")
                .contains("node_network_transmit_compressed_total{device=\"eth0\"} 6.0")
                .contains("node_network_receive_nohandler_total{device=\"eth0\"} 77.0");
    }

    @Test
    void aTreeWithoutInterfacesShowsThoseTheAgentSees() throws Exception {
        Collected.write(directory, "proc/loadavg", "");

        assertThat(Collected.from(traffic())).anyMatch(line -> line.contains("device=\"lo\""));
    }

    @Test
    void aShortLineOfAnInterfaceIsAnErrorThatNamesTheFile() throws Exception {
        Collected.write(directory, "proc/net/dev", DEV_HEADER + "eth0: 9 8 7\n");

        assertThatThrownBy(() -> Collected.from(traffic()))
                .hasMessageContaining("net/dev line 3: the line is too short");
    }

    @Test
    void protocolCountersAreFoundByNameAlsoWhenTheKernelChangesItsColumns() throws Exception {
        Collected.write(directory, "proc/net/snmp", "Tcp: ActiveOpens Other InSegs\nTcp: 1 2 3\n");
        Collected.write(directory, "proc/net/netstat", "TcpExt: ListenDrops\nTcpExt: 18446744073709551615\n");
        var collector = new ProtocolStatistics(Collected.treesIn(directory));
        assertThat(Collected.from(collector))
                .containsExactly(
                        "node_netstat_TcpExt_ListenDrops 1.8446744073709552E19",
                        "node_netstat_Tcp_ActiveOpens 1.0",
                        "node_netstat_Tcp_InSegs 3.0");

        Collected.write(directory, "proc/net/snmp", "Tcp: InSegs ActiveOpens CurrEstab\nTcp: 30 10 5\n");
        assertThat(Collected.from(collector))
                .contains("node_netstat_Tcp_ActiveOpens 10.0", "node_netstat_Tcp_InSegs 30.0")
                .contains("node_netstat_Tcp_CurrEstab 5.0");
    }

    @Test
    void namesWithoutAsManyValuesAreAnErrorThatNamesTheFile() throws Exception {
        Collected.write(directory, "proc/net/snmp", "Tcp: ActiveOpens InSegs\nTcp: 1\n");
        assertThatThrownBy(() -> Collected.from(new ProtocolStatistics(Collected.treesIn(directory))))
                .hasMessageContaining("net/snmp line 2");

        Collected.write(directory, "proc/net/snmp", "Tcp: ActiveOpens InSegs\n");
        assertThatThrownBy(() -> Collected.from(new ProtocolStatistics(Collected.treesIn(directory))))
                .hasMessageContaining("net/snmp line 1");
    }

    @Test
    void socketMemoryIsCountedInPagesOfThisMachine() throws Exception {
        Collected.write(directory, "proc/net/sockstat", "TCP: inuse 4 mem 3\n");

        assertThat(Collected.from(new SocketStatistics(Collected.treesIn(directory), 16384)))
                .containsExactly(
                        "node_sockstat_TCP_inuse 4.0",
                        "node_sockstat_TCP_mem 3.0",
                        "node_sockstat_TCP_mem_bytes 49152.0");
    }

    @Test
    void cpusOfTheBacklogAreNumberedByTheKernelOrByTheirLine() throws Exception {
        String zeros = " 00000000".repeat(8);
        Collected.write(directory, "proc/net/softnet_stat", "0000000a" + zeros + "\nffffffff" + zeros + "\n");
        assertThat(Collected.from(new PacketBacklog(Collected.treesIn(directory))))
                .contains("node_softnet_processed_total{cpu=\"0\"} 10.0")
                .contains("node_softnet_processed_total{cpu=\"1\"} 4.294967295E9");

        Collected.write(directory, "proc/net/softnet_stat", "00000001" + zeros + " 00 00 05 02 00\n");
        assertThat(Collected.from(new PacketBacklog(Collected.treesIn(directory))))
                .contains("node_softnet_processed_total{cpu=\"2\"} 1.0")
                .contains("node_softnet_backlog_len{cpu=\"2\"} 5.0");

        Collected.write(directory, "proc/net/softnet_stat", "00000001 00000000\n");
        assertThatThrownBy(() -> Collected.from(new PacketBacklog(Collected.treesIn(directory))))
                .hasMessageContaining("softnet_stat line 1: there are only 2 columns");
    }

    @Test
    void aMachineWithoutConnectionTrackingSaysNothingOfIt() throws Exception {
        assertThat(Collected.from(new ConnectionTracking(Collected.treesIn(directory))))
                .isEmpty();
    }

    @Test
    void anInterfaceWhoseDriverTellsLittleIsStillToldOf() throws Exception {
        Collected.write(directory, "sys/class/net/wg0/operstate", "unknown\n");

        assertThat(Collected.from(new NetworkDevices(Collected.treesIn(directory), name -> true)))
                .containsExactly(
                        "node_network_up{device=\"wg0\"} 0.0",
                        "node_network_info{adminstate=\"unknown\",device=\"wg0\",operstate=\"unknown\"} 1.0");
    }

    private NetworkTraffic traffic() {
        return new NetworkTraffic(Collected.treesIn(directory), name -> true);
    }
}
