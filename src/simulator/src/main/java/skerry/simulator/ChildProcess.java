package skerry.simulator;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One of our programs as a process of its own: started with its packaged flags, its output kept in a log file. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** Keeps a terminal's Ctrl-C from the program: whoever started it ends it, in order. */
    private static final List<String> OWN_SESSION =
            Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid") : List.of();

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread reader;
    private final List<Awaited> awaited = new ArrayList<>();
    private volatile String lastLine = "";

    private static final class Awaited {
        final Predicate<String> condition;
        final CountDownLatch latch = new CountDownLatch(1);
        volatile String line = "";

        Awaited(Predicate<String> condition) {
            this.condition = condition;
        }
    }

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.reader = Thread.ofPlatform().name(name + "-output").daemon().start(this::copyOutput);
    }

    /**
     * Starts a program of this checkout.
     *
     * @param home the checkout
     * @param module folder of the program, such as {@code hub}
     * @param flags name of its file in {@code arm/flags}
     */
    public static ChildProcess start(
            String name, Path home, String module, String flags, Path log, List<String> arguments) throws IOException {
        return start(name, command(name, home, module, flags, arguments), log);
    }

    /** Starts a program by its whole command line. */
    public static ChildProcess start(String name, List<String> command, Path log) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        Files.createDirectories(log.toAbsolutePath().getParent());
        return new ChildProcess(name, builder.start(), log);
    }

    /** The command line of a program of this checkout; its parts as those of {@link #start}. */
    public static List<String> command(String name, Path home, String module, String flags, List<String> arguments)
            throws IOException {
        var command = new ArrayList<String>(OWN_SESSION);
        command.addAll(new JavaProgram(home, module, name, flags).command());
        command.addAll(arguments);
        return command;
    }

    /** Asks to be told of the first line from now on that meets {@code condition}. */
    public synchronized Line expect(Predicate<String> condition) {
        var awaitedLine = new Awaited(condition);
        awaited.add(awaitedLine);
        return limit -> {
            if (!awaitedLine.latch.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            return Optional.of(awaitedLine.line).filter(line -> !line.isEmpty());
        };
    }

    /**
     * What follows the first word of the first line from now on that begins with it.
     *
     * @throws IllegalStateException saying why, if no such line comes
     */
    public String require(String word, Duration limit) throws InterruptedException {
        return after(expect(line -> line.startsWith(word)), word, limit);
    }

    /** What follows the first word of an expected line; throws as {@link #require}. */
    public String after(Line line, String word, Duration limit) throws InterruptedException {
        return line.await(limit)
                .map(text -> text.substring(word.length()).strip())
                .orElseThrow(() -> new IllegalStateException(whyNotStarted()));
    }

    /** A line that may come. */
    @FunctionalInterface
    public interface Line {
        /** The line; empty if the process ended or the limit passed without it. */
        Optional<String> await(Duration limit) throws InterruptedException;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Why it is not there: the last line it wrote, and where the rest is. */
    public String whyNotStarted() {
        String last = lastLine.isEmpty() ? "it wrote nothing" : lastLine;
        return "the " + name + (isAlive() ? " did not start in time: " : " has ended: ") + last + " (all of it: " + log
                + ")";
    }

    /** Where its output is kept. */
    public Path log() {
        return log;
    }

    /** Ends it at once with SIGKILL, as a crash would. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Holds it with SIGSTOP: its connections and files stay open and nothing moves. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets a frozen one go on. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Waits until it has ended by itself, and its output is in the log file. */
    public int awaitEnd() throws InterruptedException {
        int code = process.waitFor();
        reader.join();
        return code;
    }

    /** Asks it to end and waits; ends it by force after half a minute. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
        int code = process.waitFor();
        reader.join(STOP_LIMIT);
        return code;
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("cannot send SIG" + signal + " to " + name + ", process " + pid());
        }
    }

    private void copyOutput() {
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(
                        log, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                tell(line);
            }
        } catch (IOException e) {
            // A process that is ended by force takes its output with it.
            if (process.isAlive()) {
                throw new UncheckedIOException("keeping the output of " + name, e);
            }
        } finally {
            releaseAll();
        }
    }

    private synchronized void tell(String line) {
        lastLine = line;
        awaited.removeIf(waiting -> {
            if (waiting.condition.test(line)) {
                waiting.line = line;
                waiting.latch.countDown();
                return true;
            }
            return false;
        });
    }

    private synchronized void releaseAll() {
        awaited.forEach(waiting -> waiting.latch.countDown());
        awaited.clear();
    }
}
