package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * State of each service that has been seen running or failed, from {@code systemctl}: the states once a minute, which is
 * one question to systemd; types and restarts, one question per service, every ten minutes. Source: systemctl(1).
 */
public final class SystemdUnits implements Collector {
    private static final long STATES_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long DETAILS_NANOS = Duration.ofMinutes(10).toNanos();
    private static final int MAX_UNITS = 256;
    private static final List<String> STATES = List.of("active", "activating", "deactivating", "failed", "inactive");
    private static final List<String> MAIN_STATES = List.of("active", "failed");

    private static final MetricFamily STATE =
            MetricFamily.gauge("node_systemd_unit_state", "1 for the state the unit is in.", "name", "state", "type");
    private static final MetricFamily RESTARTS =
            MetricFamily.counter("node_systemd_service_restart_total", "How often systemd restarted the service.");
    private static final MetricFamily UNITS =
            MetricFamily.gauge("node_systemd_units", "Services in each state, those never seen running included.");

    private final Commands commands;
    private final LongSupplier nanoTime;
    private final List<String> states;
    private final Map<String, Unit> units = new TreeMap<>();
    private final Map<String, Integer> summary = new TreeMap<>();
    private long statesAt;
    private long detailsAt;
    private boolean asked;

    private static final class Unit {
        final String name;
        String state = "";
        String type = "";
        double restarts = Double.NaN;
        final Map<String, Labels> labels = new HashMap<>();
        final Labels nameOnly;

        Unit(String name) {
            this.name = name;
            this.nameOnly = Labels.of("name", name);
        }

        void type(String newType) {
            type = newType;
            labels.clear();
        }

        Labels labels(String ofState) {
            return labels.computeIfAbsent(ofState, key -> Labels.of("name", name, "state", key, "type", type));
        }
    }

    public SystemdUnits(HostMetrics.Detail detail, Commands commands, LongSupplier nanoTime) {
        this.commands = commands;
        this.nanoTime = nanoTime;
        this.states = detail == HostMetrics.Detail.EVERYTHING ? STATES : MAIN_STATES;
    }

    /** Whether systemd runs this machine, and this is the machine that is looked at. Source: sd_booted(3). */
    static boolean isReachable(HostPaths paths) {
        return paths.rootfs().equals(HostPaths.LOCAL.rootfs()) && new File("/run/systemd/system").isDirectory();
    }

    @Override
    public String name() {
        return "systemd";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        refresh();
        for (var unit : units.values()) {
            for (String state : states) {
                sink.add(STATE, unit.labels(state), unit.state.equals(state) ? 1 : 0);
            }
            if (!Double.isNaN(unit.restarts)) {
                sink.add(RESTARTS, unit.nameOnly, unit.restarts);
            }
        }
        summary.forEach((state, count) -> sink.add(UNITS, Labels.of("state", state), count));
    }

    private void refresh() throws IOException {
        long now = nanoTime.getAsLong();
        try {
            if (!asked || now - statesAt >= STATES_NANOS) {
                statesAt = now;
                commands.run(List.of(
                                "systemctl",
                                "list-units",
                                "--type=service",
                                "--all",
                                "--plain",
                                "--no-legend",
                                "--no-pager"))
                        .ifPresent(this::parseStates);
            }
            if ((!asked || now - detailsAt >= DETAILS_NANOS) && !units.isEmpty()) {
                detailsAt = now;
                var command = new ArrayList<>(
                        List.of("systemctl", "show", "--no-pager", "--property=Id,Type,NRestarts", "--"));
                command.addAll(units.keySet());
                commands.run(command).ifPresent(this::parseDetails);
            }
            asked = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("asking systemd was interrupted", e);
        }
    }

    /** Lines of unit, load state, active state, sub-state, description. */
    private void parseStates(String output) {
        summary.clear();
        STATES.forEach(state -> summary.put(state, 0));
        units.values().forEach(unit -> unit.state = "inactive");
        output.lines().forEach(line -> {
            String[] words = line.strip().split("\\s+", 4);
            if (words.length < 3 || !words[1].equals("loaded")) {
                return;
            }
            summary.computeIfPresent(words[2], (_, count) -> count + 1);
            boolean wanted = units.containsKey(words[0]) || (!words[2].equals("inactive") && units.size() < MAX_UNITS);
            if (wanted) {
                units.computeIfAbsent(words[0], Unit::new).state = words[2];
            }
        });
    }

    /** Blocks of {@code Name=value} lines, in any order, with empty lines between the units. */
    private void parseDetails(String output) {
        for (String block : output.split("\n\n", -1)) {
            var values = new HashMap<String, String>();
            block.lines().forEach(line -> {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    values.put(line.substring(0, equals), line.substring(equals + 1));
                }
            });
            var unit = units.get(values.getOrDefault("Id", ""));
            if (unit != null) {
                unit.type(values.getOrDefault("Type", ""));
                unit.restarts = KernelText.parseNumber(values.getOrDefault("NRestarts", ""))
                        .orElse(Double.NaN);
            }
        }
    }
}
