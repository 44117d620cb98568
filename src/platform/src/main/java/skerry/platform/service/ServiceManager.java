package skerry.platform.service;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import skerry.platform.Repeating;

/**
 * Tells the service manager that started this program how it is; nobody where there is none. What cannot be told is left: a program
 * works without. Thread-safe. Source: sd_notify(3), sd_watchdog_enabled(3).
 */
public final class ServiceManager {
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG_TIME = "WATCHDOG_USEC";
    private static final String WATCHDOG_PROCESS = "WATCHDOG_PID";

    /** Of each limit of the watchdog: one sign of life may come late. */
    private static final int SIGNS = 3;

    private static final System.Logger LOG = System.getLogger(ServiceManager.class.getName());

    private final Optional<DatagramSender> sender;
    private final Optional<Duration> watchdog;

    private ServiceManager(Optional<DatagramSender> sender, Optional<Duration> watchdog) {
        this.sender = sender;
        this.watchdog = watchdog;
    }

    /** Signs of life, until it is closed. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** The one that started this process, by its environment. */
    public static ServiceManager ofThisProcess() {
        return of(System.getenv(), ProcessHandle.current().pid());
    }

    /** As {@link #ofThisProcess}, of a process with this environment. */
    static ServiceManager of(Map<String, String> environment, long pid) {
        Optional<DatagramSender> sender =
                Optional.ofNullable(environment.get(SOCKET)).flatMap(DatagramSender::to);
        return new ServiceManager(sender, sender.flatMap(_ -> watchdog(environment, pid)));
    }

    /** That the program serves. */
    public void ready() {
        tell("READY=1");
    }

    /** That the program was asked to end and does. */
    public void stopping() {
        tell("STOPPING=1");
    }

    /** Within which time a sign of life must come; empty if none is asked of this process. */
    Optional<Duration> limit() {
        return watchdog;
    }

    /**
     * Tells again and again that the program lives, for as long as it does; with what a person should know. A service manager that
     * hears nothing for too long ends the program and starts it again.
     *
     * @param lives called on a thread of its own; when it does not return, the program does not live
     * @param status one sentence
     */
    public Watch watch(BooleanSupplier lives, Supplier<String> status) {
        if (watchdog.isEmpty()) {
            return () -> {};
        }
        Duration rest = watchdog.get().dividedBy(SIGNS);
        var thread = new Repeating("watchdog", () -> {
            sign(lives, status);
            return rest;
        });
        thread.start();
        return thread::close;
    }

    private void sign(BooleanSupplier lives, Supplier<String> status) {
        try {
            if (lives.getAsBoolean()) {
                tell("WATCHDOG=1\nSTATUS=" + oneLine(status.get()));
                return;
            }
        } catch (RuntimeException e) {
            // One that ends can no longer say how it is.
            LOG.log(System.Logger.Level.DEBUG, "asking how this program is", e);
            return;
        }
        LOG.log(
                System.Logger.Level.ERROR,
                "what this program has to do has not come to an end for too long: leaving it to the watchdog of the service,"
                        + " which starts it again");
    }

    private void tell(String lines) {
        sender.ifPresent(socket -> socket.send(lines.getBytes(StandardCharsets.UTF_8)));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        String process = environment.get(WATCHDOG_PROCESS);
        if (process != null && !process.equals(Long.toString(pid))) {
            return Optional.empty();
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault(WATCHDOG_TIME, "0"));
            return micros < SIGNS * 1_000L
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(Math.multiplyExact(micros, 1_000L)));
        } catch (ArithmeticException | NumberFormatException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} of the environment is no number of microseconds: not watched",
                    WATCHDOG_TIME);
            return Optional.empty();
        }
    }
}
