package skerry.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.privacy.Redactor;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.TemplateMiner;

/**
 * Runs the miner in a Java of its own, which {@link PatternBench} starts with the agent's flags, and prints one figure a
 * line: its name, a blank and the number.
 */
public final class PatternMeter {
    private static final int PART = 2_000;
    private static final int PARTS_BEFORE = 100;
    private static final int PARTS = 250;
    private static final double SECOND = 1e9;
    private static final String[] WORDS = {
        "pump", "valve", "batch", "frame", "route", "lease", "token", "shard", "queue", "probe", "meter", "cache"
    };

    private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Redactor redactor = PolicyRedactor.standard();
    private final MixedMessages messages;
    private final TemplateMiner miner = new TemplateMiner(MinerLimits.STANDARD, 1);
    private long characters;

    private PatternMeter(long seed) {
        messages = new MixedMessages(seed);
    }

    /** @param arguments the seed of the messages */
    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[0]);
        new PatternMeter(seed).speed();
        System.out.println("usual " + retained(seed, 8));
        System.out.println("longest " + retained(seed, 100));
    }

    private void speed() {
        double mining = 0;
        double masking = 0;
        for (int part = 0; part < PARTS_BEFORE + PARTS; part++) {
            List<String> sources = new ArrayList<>(PART);
            List<String> lines = new ArrayList<>(PART);
            for (int i = 0; i < PART; i++) {
                lines.add(redactor.redact(messages.next()));
                sources.add(messages.source());
            }
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < PART; i++) {
                characters +=
                        miner.mine(sources.get(i), lines.get(i)).template().length();
            }
            long mined = threads.getCurrentThreadCpuTime();
            for (String line : lines) {
                characters += NUMBERS.matcher(line).replaceAll("#").length();
            }
            long masked = threads.getCurrentThreadCpuTime();
            if (part >= PARTS_BEFORE) { // those before warm up
                mining += mined - start;
                masking += masked - mined;
            }
        }
        System.out.println("mined " + PARTS * PART * SECOND / mining);
        System.out.println("masked " + PARTS * PART * SECOND / masking);
        System.out.println("patterns " + miner.size());
        System.out.println("overflowed " + miner.overflowed());
        System.out.println("characters " + characters);
    }

    /** Bytes that a full miner keeps on the heap, after many more messages than it has room for. */
    private static long retained(long seed, int words) {
        long before = used();
        var random = new Random(seed);
        var full = new TemplateMiner(MinerLimits.STANDARD, 1);
        for (int i = 0; i < 60_000; i++) {
            // A few kinds of words in each place, so that merges and their aliases are part of it.
            var message = new StringBuilder().append("task ");
            for (int word = 0; word < words; word++) {
                message.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            String _ =
                    full.mine("source-" + random.nextInt(5), message + "ended").template();
        }
        long after = used();
        if (full.size() < MinerLimits.STANDARD.patterns()) {
            throw new IllegalStateException("the miner has " + full.size() + " patterns only");
        }
        return after - before;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
