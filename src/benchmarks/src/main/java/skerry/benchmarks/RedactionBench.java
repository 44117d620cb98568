package skerry.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.privacy.PrivacySettings;
import skerry.agent.privacy.Redactor;
import skerry.agent.privacy.SiteKey;
import skerry.protocol.Bytes;

/** Redaction of ordinary log messages beside nine expressions, as CPU time of one thread in this process. */
final class RedactionBench implements Bench {
    private static final int MESSAGES = 20_000;
    private static final int ROUNDS_BEFORE = 15;
    private static final int ROUNDS = 15;
    private static final int PEER_ROUNDS = 2;
    private static final int KEY_BYTES = 32;
    /** Bytes a nanosecond are a thousand MB/s. */
    private static final double MEGABYTES = 1_000;

    /** What people write when they start: one expression for each of the nine usual kinds. */
    private static final List<Pattern> NAIVE = List.of(
            Pattern.compile("[\\w.+-]+@[\\w-]+\\.[\\w.]+"),
            Pattern.compile("\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b"),
            Pattern.compile("\\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\\b"),
            Pattern.compile("ey[\\w-]{8,}\\.ey[\\w-]{8,}\\.?[\\w-]*"),
            Pattern.compile("\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\\b"),
            Pattern.compile("\\b\\d{3}-\\d{2}-\\d{4}\\b"),
            Pattern.compile("\\b(?:\\d[ -]?){13,16}\\b"),
            Pattern.compile("(?i)(?<=bearer )\\S+"),
            Pattern.compile("\\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\\b"));

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long characters;

    @Override
    public String name() {
        return "redaction";
    }

    @Override
    public String about() {
        return "redaction by the usual policy of messages of ten containers, one in four with an address";
    }

    @Override
    public String takes() {
        return "1 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new Random(1).nextBytes(key);
        Redactor redactor = PolicyRedactor.of(PrivacySettings.USUAL, SiteKey.of(Bytes.of(key)));
        var all = new ArrayList<Double>();
        var clean = new ArrayList<Double>();
        var naive = new ArrayList<Double>();
        for (int run = 0; run < context.runs(); run++) {
            List<String> messages = messages(run);
            List<String> nothing = new ArrayList<>();
            for (String message : messages) {
                if (redactor.redact(message).equals(message)) {
                    nothing.add(message);
                }
            }
            all.add(speed(messages, redactor));
            clean.add(speed(nothing, redactor));
            naive.add(naiveSpeed(messages));
            context.say(
                    "run %d: %,d messages, %,d of them with nothing to find; load average %s",
                    run + 1, messages.size(), nothing.size(), Machine.currentLoad());
        }
        context.say("%,d characters after redaction", characters);
        return List.of(
                new Figure("ordinary messages", all, "MB/s", "≥ 120", ""),
                new Figure("those that hold nothing", clean, "MB/s", "", ""),
                Figure.peer("nine expressions", naive, "MB/s"));
    }

    private static List<String> messages(long seed) {
        var source = new MixedMessages(seed);
        List<String> messages = new ArrayList<>(MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(source.next());
        }
        return messages;
    }

    private double speed(List<String> messages, Redactor redactor) {
        long nanos = 0;
        for (int round = 0; round < ROUNDS_BEFORE + ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (String message : messages) {
                characters += redactor.redact(message).length();
            }
            nanos += round < ROUNDS_BEFORE ? 0 : threads.getCurrentThreadCpuTime() - start; // those before warm up
        }
        return ROUNDS * bytes(messages) * MEGABYTES / nanos;
    }

    private double naiveSpeed(List<String> messages) {
        long nanos = 0;
        for (int round = 0; round < 2 * PEER_ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (String message : messages) {
                String text = message;
                for (Pattern pattern : NAIVE) {
                    text = pattern.matcher(text).replaceAll("<found>");
                }
                characters += text.length();
            }
            nanos += round < PEER_ROUNDS ? 0 : threads.getCurrentThreadCpuTime() - start;
        }
        return PEER_ROUNDS * bytes(messages) * MEGABYTES / nanos;
    }

    /** All messages are ASCII, with a line's end each. */
    private static double bytes(List<String> messages) {
        double bytes = 0;
        for (String message : messages) {
            bytes += message.length() + 1;
        }
        return bytes;
    }
}
