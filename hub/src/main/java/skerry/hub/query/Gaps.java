package skerry.hub.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import skerry.hub.store.GapRow;
import skerry.hub.store.Span;
import skerry.protocol.Stream;
import skerry.protocol.payload.Gap;

/** Why a node's chart is empty where it is. Pure. */
public final class Gaps {
    /** A minute's data has come by then, if the link is up. */
    private static final long AWAITED_MILLIS = 5 * 60_000;

    private static final long MINUTE = 60_000;

    private Gaps() {}

    /**
     * A stretch without data.
     *
     * @param cause {@code before-enrolment}, {@code retention}, {@code offline-expected}, {@code offline-unexpected},
     *     {@code hub-down}, {@code awaited}, {@code no-data}, or the word of a counted loss
     */
    public record Reason(long from, long to, String cause) {}

    /**
     * What is known of a node. Times are UTC epoch milliseconds.
     *
     * @param contact fills the range asked for, in order
     * @param losses what the node counted as lost
     * @param enrolledAt when the hub was told of it
     * @param keptFrom begin of what the hub still keeps
     * @param newest end of the newest window held, 0 for none
     * @param behind whether the node has more for the hub
     */
    public record Known(
            List<Timeline.Stretch> contact,
            List<GapRow> losses,
            long enrolledAt,
            long keptFrom,
            long newest,
            boolean behind,
            long now) {
        public Known {
            contact = List.copyOf(contact);
            losses = List.copyOf(losses);
        }
    }

    /** The reasons of all spans without data, in order; together they are those spans. */
    public static List<Reason> explain(List<Span> missing, Known known) {
        var reasons = new ArrayList<Reason>();
        for (Span span : missing) {
            long at = span.from();
            for (Gap loss : lossesIn(span, known)) {
                unexplained(reasons, at, Math.max(at, loss.fromMillis()), known);
                add(reasons, Math.max(at, loss.fromMillis()), Math.min(span.to(), loss.toMillis()), word(loss));
                at = Math.max(at, Math.min(span.to(), loss.toMillis()));
            }
            unexplained(reasons, at, span.to(), known);
        }
        return reasons;
    }

    /** Share of the time in which data can be expected that has data, 0 to 1; 1 where none can be. */
    public static double coverage(long from, long to, List<Reason> reasons) {
        long expected = to - from;
        long absent = 0;
        for (Reason reason : reasons) {
            switch (reason.cause()) {
                case "before-enrolment", "retention", "awaited" -> expected -= reason.to() - reason.from();
                default -> absent += reason.to() - reason.from();
            }
        }
        return expected <= 0 ? 1 : 1 - (double) absent / expected;
    }

    private static List<Gap> lossesIn(Span span, Known known) {
        return known.losses().stream()
                .map(GapRow::gap)
                .filter(gap -> gap.stream() == Stream.MINUTES)
                .filter(gap -> gap.fromMillis() < span.to() && gap.toMillis() > span.from())
                .sorted(Comparator.comparingLong(Gap::fromMillis))
                .toList();
    }

    /** No loss was counted here: the contact tells. */
    private static void unexplained(List<Reason> reasons, long from, long to, Known known) {
        for (int i = 0; i < known.contact().size(); i++) {
            Timeline.Stretch stretch = known.contact().get(i);
            long begin = Math.max(from, stretch.from());
            long end = Math.min(to, stretch.to());
            if (begin < end) {
                String next = i + 1 < known.contact().size()
                        ? known.contact().get(i + 1).kind()
                        : "";
                contact(reasons, begin, end, stretch, next, known);
            }
        }
    }

    private static void contact(
            List<Reason> reasons, long from, long to, Timeline.Stretch stretch, String next, Known known) {
        long kept = known.enrolledAt() < known.keptFrom() ? Math.clamp(known.keptFrom(), from, to) : from;
        long enrolled = Math.clamp(known.enrolledAt(), from, kept);
        add(reasons, from, enrolled, "before-enrolment");
        add(reasons, enrolled, kept, "retention");
        switch (stretch.kind()) {
            case "never-seen" -> add(reasons, kept, to, isAwaited(kept, known) ? "awaited" : "before-enrolment");
            case "contact" -> inContact(reasons, kept, to, next, known);
            default -> add(reasons, kept, to, stretch.kind());
        }
    }

    /** A node may bring data from before its first contact; what follows that data comes with the next batch. */
    private static boolean isAwaited(long from, Known known) {
        return known.newest() > 0 && from >= known.newest() - MINUTE;
    }

    private static void inContact(List<Reason> reasons, long from, long to, String next, Known known) {
        boolean tail = from >= known.newest() || known.now() - from <= AWAITED_MILLIS;
        if (tail && !next.isEmpty() && to - from <= AWAITED_MILLIS) {
            // It fell silent before its last minutes came.
            add(reasons, from, to, next);
        } else if (known.behind() || (tail && known.now() - from <= AWAITED_MILLIS)) {
            add(reasons, from, to, "awaited");
        } else {
            add(reasons, from, to, "no-data");
        }
    }

    private static String word(Gap loss) {
        return loss.cause().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Joins what follows with the same reason. */
    private static void add(List<Reason> reasons, long from, long to, String cause) {
        if (from >= to) {
            return;
        }
        Reason last = reasons.isEmpty() ? null : reasons.getLast();
        if (last != null && last.to() == from && last.cause().equals(cause)) {
            reasons.set(reasons.size() - 1, new Reason(last.from(), to, cause));
        } else {
            reasons.add(new Reason(from, to, cause));
        }
    }
}
