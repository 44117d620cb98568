package skerry.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServiceManagerTest {
    private static final long PID = 7;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void itIsToldThatTheProgramServesAndThatItEnds() throws Throwable {
        String name = folder.resolve("notify").toString();
        try (var socket = new NotifySocket(name)) {
            var manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", name), PID);

            manager.ready();
            manager.stopping();

            assertThat(socket.next()).isEqualTo("READY=1");
            assertThat(socket.next()).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void itIsToldAtAnAbstractSocketToo() throws Throwable {
        String name = "@skerry-test-" + ProcessHandle.current().pid();
        try (var socket = new NotifySocket(name)) {
            ServiceManager.of(Map.of("NOTIFY_SOCKET", name), PID).ready();

            assertThat(socket.next()).isEqualTo("READY=1");
        }
    }

    @Test
    void signsOfLifeComeWithTheStatusOnOneLineUntilTheProgramLivesNoMore() throws Throwable {
        String name = folder.resolve("notify").toString();
        var lives = new AtomicBoolean(true);
        var asked = new CountDownLatch(2);
        try (var socket = new NotifySocket(name)) {
            var manager = ServiceManager.of(
                    Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "6000", "WATCHDOG_PID", Long.toString(PID)), PID);

            try (var _ = manager.watch(lives::get, () -> "disk\nfull")) {
                assertThat(socket.next()).isEqualTo("WATCHDOG=1\nSTATUS=disk full");
                assertThat(socket.next()).startsWith("WATCHDOG=1");
            }
            lives.set(false);
            try (var _ = manager.watch(
                    () -> {
                        asked.countDown();
                        return lives.get();
                    },
                    () -> "")) {
                assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            }
            manager.stopping();

            String last = socket.next();
            while (last.equals("WATCHDOG=1\nSTATUS=disk full")) {
                last = socket.next();
            }
            assertThat(last).as("nothing came of a program that does not live").isEqualTo("STOPPING=1");
        }
    }

    @Test
    void aWatchdogOfAnotherProcessOrWithoutATimeAsksForNothing() {
        String socket = folder.resolve("notify").toString();

        assertThat(limit("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "180000000")).contains(Duration.ofMinutes(3));
        assertThat(limit("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "6000", "WATCHDOG_PID", "7"))
                .contains(Duration.ofMillis(6));
        assertThat(limit("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "6000", "WATCHDOG_PID", "8"))
                .isEmpty();
        assertThat(limit("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "soon")).isEmpty();
        assertThat(limit("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "9223372036854775807"))
                .isEmpty();
        assertThat(limit("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "0")).isEmpty();
        assertThat(limit("NOTIFY_SOCKET", socket)).isEmpty();
        assertThat(limit("WATCHDOG_USEC", "6000")).isEmpty();
    }

    private static Optional<Duration> limit(String... environment) {
        var all = new HashMap<String, String>();
        for (int i = 0; i < environment.length; i += 2) {
            all.put(environment[i], environment[i + 1]);
        }
        return ServiceManager.of(all, PID).limit();
    }

    @Test
    void nobodyIsToldWhereNobodyListens() {
        ServiceManager.of(Map.of(), PID).ready();
        ServiceManager.of(Map.of("NOTIFY_SOCKET", folder + "/nobody"), PID).ready();
        ServiceManager.of(Map.of("NOTIFY_SOCKET", "vsock:2:1234"), PID).ready();
        ServiceManager.of(Map.of("NOTIFY_SOCKET", "/" + "long".repeat(50)), PID).ready();
    }
}
