package skerry.hub.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a container should ask for, in one sentence. Memory: the most that was seen and 15 %, up to the next 4 MiB, for who goes
 * beyond may be ended. CPU: what suffices in 95 of 100 hours and 15 %, and a usual hour's peak, up to the next 10 thousandths, for
 * beyond it one only waits. So never less than what is used; and less is advised only where it saves a quarter.
 *
 * @param word what to do first
 * @param memory bytes to ask for; empty without enough data, as {@code cpu}
 * @param cpu cores to ask for
 */
public record RequestAdvice(Word word, String sentence, Optional<Double> memory, Optional<Double> cpu) {
    /** Less says nothing of a week: three days. */
    public static final int MIN_HOURS = 72;

    private static final double MARGIN = 1.15;
    private static final double MIB = 1 << 20;
    private static final double MEMORY_STEP = 4 * MIB;
    private static final double CPU_STEP = 0.01;
    /** Less is advised only where at least this much too much is asked for. */
    private static final double WORTH_IT = 1.25;
    /** More is advised where what is seen goes beyond what is asked for by this. */
    private static final double BEYOND = 1.05;
    /** From so much of the time held back on, a limit of CPU is too low. */
    private static final double HELD_BACK = 0.05;
    /** A limit that was too low, once more and a half. */
    private static final double RAISE = 1.5;

    /** What to do, the most urgent first. */
    public enum Word {
        RAISE,
        SET,
        LOWER,
        FITS,
        TOO_LITTLE_DATA
    }

    /** What is asked for and allowed: bytes and cores. */
    public record Asked(
            Optional<Double> memory, Optional<Double> memoryLimit, Optional<Double> cpu, Optional<Double> cpuLimit) {}

    /**
     * What was seen of one container in all pods of a workload.
     *
     * @param hours of which there are data
     * @param mostMemory bytes
     * @param cpu cores that suffice in 95 of 100 hours
     * @param cpuPeak cores at the peak of a usual hour
     * @param memoryKills how often it was ended for lack of memory
     * @param heldBack part of the time in which a limit of CPU held it back
     */
    public record Seen(int hours, double mostMemory, double cpu, double cpuPeak, long memoryKills, double heldBack) {}

    public static RequestAdvice of(Asked asked, Seen seen) {
        if (seen.hours() < MIN_HOURS && seen.memoryKills() == 0) {
            return new RequestAdvice(
                    Word.TOO_LITTLE_DATA,
                    "too little data: " + seen.hours() / 24 + " of at least 3 days",
                    Optional.empty(),
                    Optional.empty());
        }
        double memory = up(seen.mostMemory() * MARGIN, MEMORY_STEP);
        double cpu = up(Math.max(seen.cpu() * MARGIN, seen.cpuPeak()), CPU_STEP);
        List<String> urgent = tooLow(asked, seen, memory);
        if (!urgent.isEmpty()) {
            return new RequestAdvice(Word.RAISE, String.join("; ", urgent), Optional.of(memory), Optional.of(cpu));
        }
        Word ofMemory = word(asked.memory(), memory, seen.mostMemory());
        Word ofCpu = word(asked.cpu(), cpu, seen.cpu());
        var parts = new ArrayList<String>();
        part(parts, ofMemory, "of memory", mebibytes(memory), asked.memory().map(RequestAdvice::mebibytes));
        part(parts, ofCpu, "of CPU", thousandths(cpu), asked.cpu().map(RequestAdvice::thousandths));
        Word first = ofMemory.compareTo(ofCpu) <= 0 ? ofMemory : ofCpu;
        return new RequestAdvice(
                first,
                parts.isEmpty() ? "what it asks for fits" : "ask for " + String.join(", and ", parts),
                Optional.of(memory),
                Optional.of(cpu));
    }

    private static List<String> tooLow(Asked asked, Seen seen, double memory) {
        var sentences = new ArrayList<String>();
        if (seen.memoryKills() > 0) {
            String times = seen.memoryKills() == 1 ? "once" : seen.memoryKills() + " times";
            sentences.add(asked.memoryLimit()
                            .map(limit -> "raise its limit of memory from " + mebibytes(limit) + " to "
                                    + mebibytes(up(Math.max(limit * RAISE, memory), MEMORY_STEP)))
                            .orElse("look at its memory: it has no limit of its own")
                    + ", as it was ended for lack of memory " + times);
        }
        if (seen.heldBack() >= HELD_BACK && asked.cpuLimit().isPresent()) {
            double limit = asked.cpuLimit().get();
            sentences.add(String.format(
                    Locale.ROOT,
                    "raise its limit of CPU from %s to %s or take it away, as it held it back for %.0f %% of the time",
                    thousandths(limit),
                    thousandths(up(limit * RAISE, CPU_STEP)),
                    100 * seen.heldBack()));
        }
        return sentences;
    }

    private static Word word(Optional<Double> asked, double advised, double seen) {
        if (asked.isEmpty() || asked.get() <= 0) {
            return Word.SET;
        }
        double now = asked.get();
        return seen > now * BEYOND ? Word.RAISE : now > advised * WORTH_IT ? Word.LOWER : Word.FITS;
    }

    private static void part(List<String> parts, Word word, String of, String advised, Optional<String> now) {
        switch (word) {
            case RAISE, LOWER -> parts.add(advised + " " + of + " instead of " + now.orElse("nothing"));
            case SET -> parts.add(advised + " " + of + ", as it asks for none");
            case FITS, TOO_LITTLE_DATA -> {
                // Nothing to do.
            }
        }
    }

    private static double up(double value, double step) {
        return Math.max(1, Math.ceil(value / step - 1e-9)) * step;
    }

    /** As Kubernetes writes it. */
    private static String mebibytes(double bytes) {
        return Math.round(bytes / MIB) + "Mi";
    }

    private static String thousandths(double cores) {
        return Math.round(cores * 1_000) + "m";
    }
}
