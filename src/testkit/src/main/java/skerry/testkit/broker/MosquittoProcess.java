package skerry.testkit.broker;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import skerry.faults.FreePort;

/** The machine's own mosquitto, with its default settings except for the address and, if wanted, files of its own. */
public final class MosquittoProcess implements BrokerProcess {
    private static final int START_TRIES = 200;
    private static final long TRY_MILLIS = 25;
    private static final long END_SECONDS = 10;

    private final Path binary;
    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private MosquittoProcess(Path binary, Path folder, int port) {
        this.binary = binary;
        this.folder = folder;
        this.port = port;
    }

    /** Where mosquitto is installed here, if it is. */
    public static Optional<Path> find() {
        var folders = new ArrayList<>(List.of("/usr/sbin", "/usr/local/sbin"));
        String path = System.getenv("PATH");
        if (path != null) {
            folders.addAll(List.of(path.split(File.pathSeparator)));
        }
        return folders.stream()
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * @param persistent whether it keeps queues and retained messages in files; off is its default
     * @param settings further lines of its configuration
     */
    public static MosquittoProcess create(Path binary, boolean persistent, String... settings) throws IOException {
        Path folder = Files.createTempDirectory("skerry-mosquitto-");
        int port = FreePort.next();
        var lines = new ArrayList<>(List.of(
                "listener " + port + " 127.0.0.1",
                "allow_anonymous true",
                "persistence " + persistent,
                "persistence_location " + folder + "/",
                "log_dest file " + folder.resolve("log")));
        lines.addAll(List.of(settings));
        Files.write(folder.resolve("mosquitto.conf"), lines, StandardCharsets.UTF_8);
        return new MosquittoProcess(binary, folder, port);
    }

    @Override
    public String name() {
        return "mosquitto";
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        var started = new ProcessBuilder(
                        binary.toString(),
                        "-c",
                        folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("console").toFile()))
                .start();
        process = started;
        for (int i = 0; i < START_TRIES; i++) {
            if (!started.isAlive()) {
                throw new IOException("mosquitto ended at its start: " + lastLine());
            }
            if (answers()) {
                return;
            }
            Thread.sleep(TRY_MILLIS);
        }
        throw new IOException("mosquitto does not listen on port " + port + ": " + lastLine());
    }

    @Override
    public void stop() throws InterruptedException {
        end(false);
    }

    @Override
    public void kill() throws InterruptedException {
        end(true);
    }

    /** Holds it with SIGSTOP: its connections stay open and nothing moves. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets a frozen one go on. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    @Override
    public void close() {
        try {
            end(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }

    private void end(boolean forcibly) throws InterruptedException {
        var running = process;
        process = null;
        if (running != null) {
            if (forcibly) {
                running.destroyForcibly();
            } else {
                running.destroy();
            }
            if (!running.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        var running = process;
        if (running == null) {
            throw new IllegalStateException("mosquitto does not run");
        }
        new ProcessBuilder("kill", "-" + name, Long.toString(running.pid()))
                .start()
                .waitFor();
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(), port), (int) TRY_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String lastLine() throws IOException {
        Path log = folder.resolve("log");
        Path file = Files.exists(log) ? log : folder.resolve("console");
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return lines.lines().reduce((_, last) -> last).orElse("it said nothing");
        }
    }
}
