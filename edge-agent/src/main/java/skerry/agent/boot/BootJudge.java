package skerry.agent.boot;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges why a boot ended. What the kernel or a driver recorded of the end itself comes first, then an orderly shutdown; without
 * either it was torn off, and what is known of the last minutes says by what. Pure.
 */
final class BootJudge {
    private static final double HOT_CELSIUS = 90;
    private static final double MEMORY_SHORT = 0.03;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Traces traces;
    private final List<String> evidence = new ArrayList<>();

    private BootJudge(Traces traces) {
        this.traces = traces;
    }

    static BootVerdict of(Traces traces) {
        return new BootJudge(traces).judge();
    }

    private BootVerdict judge() {
        Optional<BootVerdict> recorded = recorded();
        if (recorded.isPresent()) {
            return recorded.get();
        }
        boolean inLog = traces.root().filter(Traces.RootTrace::orderly).isPresent();
        if (inLog || traces.logins() == LoginRecords.Found.SHUTDOWN) {
            return orderly(inLog);
        }
        boolean kept = traces.root().isPresent() || traces.logins() == LoginRecords.Found.NONE;
        if (traces.end().stopped() && !kept) {
            note("the agent was asked to end just before");
            return verdict(BootCause.OPERATOR, Sureness.PROBABLY);
        }
        return tornOff(kept);
    }

    /** What was written down at the end itself. */
    private Optional<BootVerdict> recorded() {
        Optional<String> said = traces.panic().or(() -> traces.kernel().flatMap(Traces.KernelTrace::panic));
        if (said.isPresent()) {
            note((traces.panic().isPresent() ? "the kernel left a record: " : "the kernel's last words: ")
                    + said.get());
            return Optional.of(verdict(ofPanic(said.get()), Sureness.SURE));
        }
        if (traces.kernel().filter(Traces.KernelTrace::overheated).isPresent()) {
            note("the kernel turned the machine off for heat");
            hot();
            return Optional.of(verdict(BootCause.HEAT, Sureness.SURE));
        }
        if (traces.watchdogReset()) {
            note("the watchdog says that it reset the machine");
            return Optional.of(verdict(BootCause.WATCHDOG, Sureness.SURE));
        }
        return Optional.empty();
    }

    private static BootCause ofPanic(String said) {
        String text = said.toLowerCase(Locale.ROOT);
        if (text.contains("out of memory") || text.contains("deadlocked on memory")) {
            return BootCause.MEMORY;
        }
        return text.contains("lockup") || text.contains("hung_task") || text.contains("watchdog")
                ? BootCause.WATCHDOG
                : BootCause.PANIC;
    }

    private BootVerdict orderly(boolean inLog) {
        note(inLog ? "the journal ends with a shutdown" : "wtmp has a shutdown");
        Optional<Traces.RootTrace> root = traces.root();
        Optional<String> update = root.flatMap(Traces.RootTrace::update);
        boolean asked = root.filter(Traces.RootTrace::updateAsked).isPresent();
        boolean byPerson = root.filter(Traces.RootTrace::byPerson).isPresent();
        if (update.isPresent() && (asked || !byPerson)) {
            note(update.get() + (asked ? " asked for it" : " was at work shortly before"));
            return verdict(BootCause.UPDATE, asked ? Sureness.SURE : Sureness.PROBABLY);
        }
        if (byPerson) {
            note("a person gave the command, or pressed the key");
        }
        return verdict(BootCause.OPERATOR, Sureness.SURE);
    }

    /** @param kept whether a shutdown would have left a record */
    private BootVerdict tornOff(boolean kept) {
        Traces.RingEnd end = traces.end();
        if (kept) {
            note("no shutdown record");
        }
        traces.repaired().ifPresent(devices -> note("the file system was repaired (" + devices + ")"));
        note(
                end.stopped()
                        ? "the agent had been stopped before, so it saw no end"
                        : "the ring ended in the middle of work at "
                                + TIME.format(Instant.ofEpochMilli(end.wallLast())));
        traces.powerOn().filter(on -> on).ifPresent(_ -> note("the firmware tells of a power-on"));
        if (traces.heatReset()) {
            first("the watchdog's driver says that it was too hot");
            hot();
            return verdict(BootCause.HEAT, Sureness.PROBABLY);
        }
        return voltage().or(this::hung).or(this::memory).or(this::heat).orElseGet(() -> power(kept));
    }

    private Optional<BootVerdict> voltage() {
        Traces.RingEnd end = traces.end();
        boolean inLog = traces.kernel().filter(Traces.KernelTrace::low).isPresent();
        if (traces.powerReset() || end.lowNow() || inLog) {
            first(
                    traces.powerReset()
                            ? "the watchdog's driver says that the voltage failed"
                            : "the voltage was too low at the end");
            return Optional.of(verdict(BootCause.BROWNOUT, Sureness.PROBABLY));
        }
        if (end.lowLately()) {
            first("the voltage was too low within the last ten minutes");
            return Optional.of(verdict(BootCause.BROWNOUT, traces.lowAtStart() ? Sureness.PROBABLY : Sureness.PERHAPS));
        }
        return Optional.empty();
    }

    private Optional<BootVerdict> hung() {
        if (traces.kernel().filter(Traces.KernelTrace::lockup).isEmpty()) {
            return Optional.empty();
        }
        first("the kernel's last lines say that a processor hung");
        return Optional.of(verdict(BootCause.WATCHDOG, Sureness.PROBABLY));
    }

    private Optional<BootVerdict> memory() {
        boolean killed = traces.end().killed() > 0
                || traces.kernel().filter(Traces.KernelTrace::killed).isPresent();
        boolean isShort = traces.end().memoryFree().orElse(1) < MEMORY_SHORT;
        if (!killed && !isShort) {
            return Optional.empty();
        }
        first(
                killed
                        ? "the kernel ended a process for lack of memory shortly before"
                        : "next to no memory was free at the end");
        return Optional.of(verdict(BootCause.MEMORY, killed && isShort ? Sureness.PROBABLY : Sureness.PERHAPS));
    }

    private Optional<BootVerdict> heat() {
        if (traces.end().celsius().orElse(0) < HOT_CELSIUS) {
            return Optional.empty();
        }
        hot();
        return Optional.of(verdict(BootCause.HEAT, Sureness.PERHAPS));
    }

    private BootVerdict power(boolean kept) {
        Traces.RingEnd end = traces.end();
        if (end.lowEver() || traces.lowAtStart()) {
            note(end.lowEver() ? "its voltage had been too low at times" : "its voltage was too low at this start");
        }
        boolean cut = traces.repaired().isPresent() || traces.powerOn().orElse(false);
        if (end.stopped()) {
            return verdict(cut ? BootCause.POWER_CUT : BootCause.UNKNOWN, Sureness.PERHAPS);
        }
        return verdict(BootCause.POWER_CUT, kept || cut ? Sureness.PROBABLY : Sureness.PERHAPS);
    }

    private void hot() {
        traces.end()
                .celsius()
                .ifPresent(celsius -> first(String.format(Locale.ROOT, "%.0f °C in the last round", celsius)));
    }

    private void note(String text) {
        evidence.add(text);
    }

    private void first(String text) {
        evidence.addFirst(text);
    }

    private BootVerdict verdict(BootCause cause, Sureness sureness) {
        return new BootVerdict(cause, sureness, evidence);
    }
}
