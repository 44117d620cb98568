package skerry.agent.cli;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import skerry.agent.ring.Account;
import skerry.agent.ring.RingContent;
import skerry.protocol.RecordCounts;
import skerry.protocol.control.Autonomy;
import skerry.protocol.payload.DayAccount;

/** The account of records for people: a line per day, stream and kind of record, the causes of losses, and the verdict. */
final class LedgerTable {
    private static final String DAY = "%-10s  %-6s  %-7s";

    private final Account account;
    private final int days;
    private final boolean hasCoarse;
    private final boolean hasOneWay;

    /** Kinds of records, by the word for them. */
    private enum Kind {
        SAMPLES,
        LINES,
        EVENTS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        long of(RecordCounts records) {
            return switch (this) {
                case SAMPLES -> records.samples();
                case LINES -> records.lines();
                case EVENTS -> records.events();
            };
        }
    }

    /** @param days the newest days to tell apart */
    LedgerTable(Account account, int days) {
        this.account = account;
        this.days = days;
        this.hasCoarse = account.coarse().total() > 0;
        this.hasOneWay = account.sentUnconfirmed().total() > 0;
    }

    void write(
            List<RingContent.Waiting> waiting, Optional<Autonomy> autonomy, Optional<String> shortage, QueryOutput out)
            throws IOException {
        out.line(String.format(Locale.ROOT, DAY, "day", "stream", "records") + heads());
        List<DayAccount> newest = account.newest(days);
        for (DayAccount day : newest) {
            writeDay(
                    RecordWords.day(day.epochDay()), String.valueOf(day.stream().code()), day, out);
        }
        writeDay("all days", "", account.total(), out);
        writeCauses(newest, out);
        if (hasCoarse) {
            out.line("");
            out.line(
                    "Coarsely delivered: the hub has the hours of these, but not their minutes, which gave way in a full ring.");
        }
        if (account.siteOnlySamples() > 0) {
            out.line("");
            out.line(String.format(
                    Locale.ROOT,
                    "Kept at the site by the send profile, and in none of the above: %,d samples.",
                    account.siteOnlySamples()));
        }
        writeWaiting(waiting, out);
        out.line("");
        out.line(dark(autonomy));
        if (shortage.isPresent()) {
            out.line("Warning: " + shortage.get());
        }
        out.line("");
        out.line(verdict());
    }

    private static String dark(Optional<Autonomy> autonomy) {
        return autonomy.map(dark -> String.format(
                        Locale.ROOT,
                        "This node can stay dark %.1f days before summaries are lost, %.1f days before raw detail gives way.",
                        dark.summaryDays(),
                        dark.rawDays()))
                .orElse("How long this node can stay dark is known once it has run for an hour.");
    }

    private String heads() {
        var line = new StringBuilder();
        for (String head : List.of("collected", "delivered")) {
            line.append(String.format(Locale.ROOT, "%14s", head));
        }
        if (hasCoarse) {
            line.append(String.format(Locale.ROOT, "%14s", "coarsely"));
        }
        if (hasOneWay) {
            line.append(String.format(Locale.ROOT, "%18s", "sent unconfirmed"));
        }
        for (String head : List.of("held", "dropped", "refused")) {
            line.append(String.format(Locale.ROOT, "%14s", head));
        }
        return line.toString();
    }

    private void writeDay(String name, String stream, DayAccount day, QueryOutput out) throws IOException {
        for (Kind kind : Kind.values()) {
            if (kind.of(day.collected()) > 0 || kind.of(day.accountedFor()) > 0) {
                var line = new StringBuilder(String.format(Locale.ROOT, DAY, name, stream, kind.word()));
                number(line, 14, kind.of(day.collected()));
                number(line, 14, kind.of(day.delivered()));
                if (hasCoarse) {
                    number(line, 14, kind.of(day.coarse()));
                }
                if (hasOneWay) {
                    number(line, 18, kind.of(day.sentUnconfirmed()));
                }
                number(line, 14, kind.of(day.held()));
                number(line, 14, kind.of(day.droppedInAll()));
                number(line, 14, kind.of(day.refused()));
                out.line(line.toString());
            }
        }
    }

    private static void number(StringBuilder line, int width, long count) {
        line.append(String.format(Locale.ROOT, "%," + width + "d", count));
    }

    private static void writeCauses(List<DayAccount> newest, QueryOutput out) throws IOException {
        boolean any = false;
        for (DayAccount day : newest) {
            for (var loss : new TreeMap<>(day.dropped()).entrySet()) {
                if (!any) {
                    out.line("");
                    out.line("dropped, by cause");
                    any = true;
                }
                out.line(String.format(
                        Locale.ROOT,
                        "%-10s  %-6s  %s: %s",
                        RecordWords.day(day.epochDay()),
                        day.stream().code(),
                        RecordWords.cause(loss.getKey()),
                        text(loss.getValue())));
            }
        }
    }

    private static void writeWaiting(List<RingContent.Waiting> waiting, QueryOutput out) throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        out.line("");
        out.line("batches that wait for the hub");
        for (RingContent.Waiting stream : waiting) {
            out.line(String.format(
                    Locale.ROOT,
                    "stream %s: %,d batches, %,d bytes, the oldest of %s",
                    stream.stream().code(),
                    stream.batches(),
                    stream.bytes(),
                    Instant.ofEpochMilli(stream.oldestMillis()).truncatedTo(ChronoUnit.SECONDS)));
        }
    }

    private String verdict() {
        DayAccount total = account.total();
        if (account.balances()) {
            return String.format(
                    Locale.ROOT,
                    "Every record is accounted for: %,d collected = %,d delivered + %s%s%,d held + %,d dropped + %,d refused.",
                    total.collected().total(),
                    total.delivered().total(),
                    term(hasCoarse, total.coarse(), "delivered coarsely"),
                    term(hasOneWay, total.sentUnconfirmed(), "sent unconfirmed"),
                    total.held().total(),
                    total.droppedInAll().total(),
                    total.refused().total());
        }
        DayAccount first = account.days().stream()
                .filter(day -> !day.balances())
                .findFirst()
                .orElse(total);
        return String.format(
                Locale.ROOT,
                "The account does not balance: of %s, stream %s, %s were collected and %s are accounted for. Start the agent,"
                        + " which settles what a damaged row left; if this stays, report it with the file of skerry-agent"
                        + " diagnose.",
                RecordWords.day(first.epochDay()),
                first.stream().code(),
                text(first.collected()),
                text(first.accountedFor()));
    }

    private static String term(boolean shown, RecordCounts records, String words) {
        return shown ? String.format(Locale.ROOT, "%,d %s + ", records.total(), words) : "";
    }

    private static String text(RecordCounts records) {
        return String.format(
                Locale.ROOT,
                "%,d samples, %,d lines, %,d events",
                records.samples(),
                records.lines(),
                records.events());
    }
}
