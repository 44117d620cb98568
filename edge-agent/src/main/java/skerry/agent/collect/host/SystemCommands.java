package skerry.agent.collect.host;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The programs of this machine, in their plain English form. Thread-safe. */
public final class SystemCommands implements Commands {
    private static final long POLL_MILLIS = 2;
    private static final int MAX_OUTPUT_BYTES = 1 << 20;
    private static final File NOTHING = new File("/dev/null");

    private final Duration limit;

    /** @param limit how long a program may take before it is killed */
    public SystemCommands(Duration limit) {
        this.limit = limit;
    }

    @Override
    public Optional<String> run(List<String> command) throws InterruptedException {
        var builder = new ProcessBuilder(command)
                .redirectInput(Redirect.from(NOTHING))
                .redirectError(Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.empty(); // there is no such program
        }
        try {
            return output(process);
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Polls, because a read cannot be given a time limit and a thread to watch it would cost more than the program. */
    private Optional<String> output(Process process) throws IOException, InterruptedException {
        var out = process.getInputStream();
        var text = new ByteArrayOutputStream();
        for (long waited = 0; waited < limit.toMillis() && text.size() <= MAX_OUTPUT_BYTES; waited += POLL_MILLIS) {
            boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            int available = out.available();
            if (available > 0) {
                text.write(out.readNBytes(available));
            } else if (ended) {
                return process.exitValue() == 0 ? Optional.of(text.toString(StandardCharsets.UTF_8)) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
