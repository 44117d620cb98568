package skerry.agent.collect.scrape;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * Metrics that scripts leave as {@code *.prom} files in a directory. A file that cannot be accepted gives nothing, and the
 * other files all of theirs. Files that carry timestamps are not accepted: they would look as fresh as the round.
 */
public final class TextfileDirectory implements Collector {
    private static final System.Logger LOG = System.getLogger(TextfileDirectory.class.getName());
    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final ScrapeLimits LIMITS = new ScrapeLimits(MAX_FILE_BYTES, 64 << 10, 5_000, 32, 1_024);
    private static final double MILLISECONDS = 1000;

    private static final MetricFamily MODIFIED =
            MetricFamily.gauge("node_textfile_mtime_seconds", "When the file was last written, in Unix time.");
    private static final MetricFamily ERROR =
            MetricFamily.gauge("node_textfile_scrape_error", "Whether a file of the directory could not be accepted.");

    private final Path directory;
    private final Set<String> failing = new HashSet<>();

    public TextfileDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public String name() {
        return "textfile";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        boolean error = false;
        for (var file : files()) {
            String name = String.valueOf(file.getFileName());
            try {
                long modified = Files.getLastModifiedTime(file).toMillis();
                var samples = read(file);
                samples.forEach(sample -> sink.add(sample.family(), sample.labels(), sample.value()));
                sink.add(MODIFIED, Labels.of("file", file.toString()), modified / MILLISECONDS);
                failing.remove(name);
            } catch (NoSuchFileException e) {
                failing.remove(name); // a script replaces its file just now: the next round has it
            } catch (IOException e) {
                error = true;
                LOG.log(failing.add(name) ? WARNING : DEBUG, "metrics file {0} is left out: {1}", file, e.getMessage());
            }
        }
        sink.add(ERROR, error ? 1 : 0);
    }

    private List<Path> files() throws IOException {
        try (var entries = Files.list(directory)) {
            // Only plain files: whoever opens a pipe waits until somebody writes into it.
            return entries.filter(file -> file.toString().endsWith(".prom") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            throw new IOException("cannot read " + directory + ": there is no such directory", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    private static List<ParsedSample> read(Path file) throws IOException {
        byte[] text;
        try (var in = Files.newInputStream(file)) {
            text = in.readNBytes(MAX_FILE_BYTES + 1);
        }
        if (text.length > MAX_FILE_BYTES) {
            throw new IOException("it is larger than " + MAX_FILE_BYTES + " bytes");
        }
        var samples = TextFormat.parse(text, LIMITS);
        for (var sample : samples) {
            if (sample.timestampMillis().isPresent()) {
                throw new TextFormatException(sample.line(), "timestamps are not accepted in files");
            }
        }
        return samples;
    }
}
