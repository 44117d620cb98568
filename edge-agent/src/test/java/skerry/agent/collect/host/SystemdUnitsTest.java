package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import skerry.agent.collect.Collected;

class SystemdUnitsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final List<List<String>> commands = new ArrayList<>();
    private String units = "";
    private String details = "";

    @Test
    void statesTypesAndRestartsAreTold() throws Exception {
        units = """
                ssh.service        loaded    active   running OpenBSD Secure Shell server
                pump.service       loaded    failed   failed  Pump control
                old.service        loaded    inactive dead    Never started
                missing.service    not-found inactive dead    missing.service
                """;
        details = "Type=notify\nNRestarts=0\nId=ssh.service\n\nNRestarts=7\nType=simple\nId=pump.service\n";

        assertThat(Collected.from(collector(HostMetrics.Detail.STANDARD)))
                .containsExactly(
                        "node_systemd_unit_state{name=\"pump.service\",state=\"active\",type=\"simple\"} 0.0",
                        "node_systemd_unit_state{name=\"pump.service\",state=\"failed\",type=\"simple\"} 1.0",
                        "node_systemd_service_restart_total{name=\"pump.service\"} 7.0",
                        "node_systemd_unit_state{name=\"ssh.service\",state=\"active\",type=\"notify\"} 1.0",
                        "node_systemd_unit_state{name=\"ssh.service\",state=\"failed\",type=\"notify\"} 0.0",
                        "node_systemd_service_restart_total{name=\"ssh.service\"} 0.0",
                        "node_systemd_units{state=\"activating\"} 0.0",
                        "node_systemd_units{state=\"active\"} 1.0",
                        "node_systemd_units{state=\"deactivating\"} 0.0",
                        "node_systemd_units{state=\"failed\"} 1.0",
                        "node_systemd_units{state=\"inactive\"} 1.0");
    }

    @Test
    void aServiceThatStopsIsStillToldOf() throws Exception {
        var collector = collector(HostMetrics.Detail.EVERYTHING);
        units = "ssh.service loaded active running SSH\n";
        Collected.from(collector);
        units = "";
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(Collected.from(collector))
                .contains("node_systemd_unit_state{name=\"ssh.service\",state=\"active\"} 0.0")
                .contains("node_systemd_unit_state{name=\"ssh.service\",state=\"inactive\"} 1.0");
    }

    @Test
    void systemdIsAskedForStatesOnceAMinuteAndForTheRestEveryTenMinutes() throws Exception {
        units = "ssh.service loaded active running SSH\n";
        var collector = collector(HostMetrics.Detail.STANDARD);
        for (int round = 0; round <= 4 * 10; round++) {
            Collected.from(collector);
            nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        }

        assertThat(commands)
                .filteredOn(command -> command.contains("list-units"))
                .hasSize(11);
        assertThat(commands).filteredOn(command -> command.contains("show")).hasSize(2);
    }

    @Test
    void noAnswerGivesNothing() throws Exception {
        var collector = new SystemdUnits(HostMetrics.Detail.STANDARD, command -> Optional.empty(), nanos::get);

        assertThat(Collected.from(collector)).isEmpty();
    }

    private SystemdUnits collector(HostMetrics.Detail detail) {
        return new SystemdUnits(
                detail,
                command -> {
                    commands.add(command);
                    return Optional.of(command.contains("show") ? details : units);
                },
                nanos::get);
    }
}
