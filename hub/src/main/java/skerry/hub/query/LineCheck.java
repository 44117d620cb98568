package skerry.hub.query;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import skerry.hub.query.TicketAnswer.Block;
import skerry.protocol.Bytes;
import skerry.protocol.ClockSpan;
import skerry.protocol.payload.Severity;
import skerry.protocol.ticket.TicketRequest;

/** Compares raw lines with what minutes counted of each severity. Pure. */
final class LineCheck {
    private LineCheck() {}

    /**
     * The ring keeps lines in blocks of several minutes, so that minutes are compared together: from one end of a minute in
     * which no block goes on to the next one.
     */
    static void compare(List<ToldWindow> minutes, TicketRequest request, TicketAnswer answer, Comparison to) {
        var together = new ArrayList<ToldWindow>();
        for (int i = 0; i < minutes.size(); i++) {
            ToldWindow minute = minutes.get(i);
            to.told(minute);
            together.add(minute);
            boolean lastOfBoot = i + 1 == minutes.size() || !minutes.get(i + 1).isOfBootOf(minute);
            if (lastOfBoot || !goesOn(answer.blocks(), minute.span)) {
                together(together, request, answer, to);
                together.clear();
            }
        }
    }

    private static boolean goesOn(List<Block> blocks, ClockSpan span) {
        return blocks.stream()
                .anyMatch(block -> block.boot().equals(span.bootId())
                        && block.first() <= span.monoLast()
                        && block.last() > span.monoLast());
    }

    private static void together(List<ToldWindow> minutes, TicketRequest request, TicketAnswer answer, Comparison to) {
        Bytes boot = minutes.getFirst().span.bootId();
        long from = minutes.getFirst().span.monoFirst();
        long until = minutes.getLast().span.monoLast();
        var raw = new EnumMap<Severity, Long>(Severity.class);
        boolean whole = !answer.cut()
                && minutes.getFirst().span.wallFirst() >= request.fromMillis()
                && minutes.getLast().span.wallLast() <= request.toMillis();
        for (Block block : answer.blocks()) {
            if (block.boot().equals(boot) && block.last() > from && block.first() <= until) {
                whole &= block.here() == block.lines() && block.first() >= from && block.last() <= until;
                block.counts().forEach((severity, count) -> raw.merge(severity, count, Long::sum));
            }
        }
        var told = new EnumMap<Severity, Long>(Severity.class);
        minutes.forEach(minute -> minute.lines.forEach((severity, count) -> told.merge(severity, count, Long::sum)));
        // Fewer than were counted may carry other times than the window has, or have given way: no difference by
        // itself.
        if (!whole || sum(raw) < sum(told)) {
            return;
        }
        minutes.forEach(to::compared);
        for (Severity severity : Severity.values()) {
            to.agree(
                    minutes.getFirst(),
                    severity.name().toLowerCase(Locale.ROOT),
                    "lines",
                    raw.getOrDefault(severity, 0L),
                    told.getOrDefault(severity, 0L));
        }
    }

    private static long sum(Map<Severity, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
