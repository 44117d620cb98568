package skerry.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import skerry.agent.collect.scrape.ByteRoom;
import skerry.agent.collect.scrape.MetricsText;
import skerry.agent.collect.scrape.ParsedSample;
import skerry.agent.collect.scrape.SampleIntake;
import skerry.agent.collect.scrape.ScrapeLimits;
import skerry.agent.collect.scrape.TextMemory;

/**
 * Reads the texts of one kind scrape after scrape, in this process: as a program of its own, so that it can be run with the flags
 * of the agent. All costs are CPU time of the one thread.
 */
final class ScrapeMeter {
    private static final int TEXTS = 4;
    private static final int WARM_UP_ROUNDS = 60;
    private static final int ROUNDS = 40;
    private static final ScrapeLimits LIMITS = new ScrapeLimits(4 << 20, 64 << 10, Integer.MAX_VALUE, 64, 1_024);
    private static final double MEGA = 1e6;

    /** Where there is always room: what of a text can be remembered at all is what is measured. */
    private static final ByteRoom ROOM = new ByteRoom() {
        @Override
        public boolean take(int bytes) {
            return true;
        }

        @Override
        public void give(int bytes) {
            // there is always room
        }
    };

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Values values = new Values();

    /**
     * What reading costs.
     *
     * @param again MB/s of CPU of texts whose series were in the one before
     * @param first MB/s of CPU of texts of which nothing is known
     * @param allocated bytes of garbage for each text read again
     */
    record Cost(double again, double first, double allocated) {
        String line() {
            return String.format(Locale.ROOT, "%f %f %f", again, first, allocated);
        }

        static Cost of(String line) {
            String[] words = line.split(" ", -1);
            return new Cost(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
        }
    }

    /** Sums values up, as cheap as it can be. */
    private static final class Values implements SampleIntake<ParsedSample> {
        private double sum;
        private int count;

        @Override
        public Optional<ParsedSample> sample(ParsedSample sample) {
            again(sample, sample.value(), NO_TIME);
            return Optional.of(sample);
        }

        @Override
        public void again(ParsedSample series, double value, long timestampMillis) {
            sum += value;
            count++;
        }
    }

    /** Prints a cost for each of so many runs: {@code KIND FORM RUNS}. */
    public static void main(String[] arguments) throws IOException {
        new ScrapeMeter()
                        .run(
                                MetricsTexts.valueOf(arguments[0]),
                                MetricsText.valueOf(arguments[1]),
                                Integer.parseInt(arguments[2]))
                        .stream()
                        .map(Cost::line)
                        .forEach(System.out::println);
    }

    List<Cost> run(MetricsTexts kind, MetricsText form, int runs) throws IOException {
        var texts = new ArrayList<byte[]>();
        for (int i = 0; i < TEXTS; i++) {
            texts.add(kind.text(i, form));
        }
        var costs = new ArrayList<Cost>();
        try (var memory = new TextMemory<ParsedSample>(ROOM)) {
            again(texts, form, memory, WARM_UP_ROUNDS);
            first(texts, form, WARM_UP_ROUNDS / 2);
            for (int run = 0; run < runs; run++) {
                long garbage = threads.getCurrentThreadAllocatedBytes();
                double again = again(texts, form, memory, ROUNDS);
                garbage = threads.getCurrentThreadAllocatedBytes() - garbage;
                costs.add(new Cost(again, first(texts, form, ROUNDS / 2), (double) garbage / ROUNDS));
            }
        }
        if (values.count == 0 || Double.isNaN(values.sum)) {
            throw new IOException("nothing was read");
        }
        return costs;
    }

    private double again(List<byte[]> texts, MetricsText form, TextMemory<ParsedSample> memory, int rounds)
            throws IOException {
        long bytes = 0;
        long before = threads.getCurrentThreadCpuTime();
        for (int round = 0; round < rounds; round++) {
            bytes += read(texts.get(round % TEXTS), form, memory);
        }
        return bytes / MEGA / ((threads.getCurrentThreadCpuTime() - before) / 1e9);
    }

    private double first(List<byte[]> texts, MetricsText form, int rounds) throws IOException {
        long bytes = 0;
        long before = threads.getCurrentThreadCpuTime();
        for (int round = 0; round < rounds; round++) {
            try (var memory = new TextMemory<ParsedSample>(ROOM)) {
                bytes += read(texts.get(round % TEXTS), form, memory);
            }
        }
        return bytes / MEGA / ((threads.getCurrentThreadCpuTime() - before) / 1e9);
    }

    private int read(byte[] text, MetricsText form, TextMemory<ParsedSample> memory) throws IOException {
        form.parse(new ByteArrayInputStream(text), LIMITS, memory, values);
        memory.accepted();
        return text.length;
    }
}
