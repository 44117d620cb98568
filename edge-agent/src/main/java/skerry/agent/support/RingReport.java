package skerry.agent.support;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import skerry.agent.ring.Account;
import skerry.agent.ring.RingContent;
import skerry.agent.ring.RingReader;
import skerry.protocol.RecordCounts;
import skerry.protocol.payload.DayAccount;

/** What a ring holds and where its records are, as text; whether its agent runs or not. */
public final class RingReport {
    private RingReport() {}

    /** @throws IOException if there is no readable ring; says why */
    public static String of(Path ring) throws IOException {
        try (RingReader reader = RingReader.open(ring)) {
            var text = new StringBuilder();
            Account account = reader.account();
            account(account, text);
            RingContent content = reader.content();
            text.append("\nraw detail from ")
                    .append(moment(content.rawFromMillis()))
                    .append(" to ")
                    .append(moment(content.rawToMillis()))
                    .append("\nlearned log patterns ")
                    .append(content.patterns())
                    .append("\n\nbatches that wait for the hub\n");
            for (RingContent.Waiting waiting : content.waiting()) {
                text.append(String.format(
                        Locale.ROOT,
                        "stream %s: %d batches, %d bytes, oldest %s%n",
                        waiting.stream().code(),
                        waiting.batches(),
                        waiting.bytes(),
                        moment(waiting.oldestMillis())));
            }
            text.append("\nlog sources\n");
            content.sources().forEach(source -> text.append(source).append('\n'));
            text.append("\naccount by day\n");
            for (DayAccount day : account.days()) {
                text.append(
                                day.epochDay() == DayAccount.EARLIER
                                        ? "earlier"
                                        : LocalDate.ofEpochDay(day.epochDay()).toString())
                        .append(", stream ")
                        .append(day.stream().code())
                        .append('\n');
                records(day, text);
            }
            return text.toString();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void account(Account account, StringBuilder text) {
        records(account.total(), text);
        text.append("balances ").append(account.balances()).append('\n');
        text.append("kept at the site ").append(account.siteOnlySamples()).append(" samples\n");
        row("raw detail evicted", account.rawEvicted(), text);
        text.append("raw detail here ")
                .append(account.raw().blocks())
                .append(" blocks, ")
                .append(account.raw().bytes())
                .append(" bytes\n");
    }

    private static void records(DayAccount account, StringBuilder text) {
        row("collected", account.collected(), text);
        row("delivered", account.delivered(), text);
        row("delivered coarsely", account.coarse(), text);
        row("sent unconfirmed", account.sentUnconfirmed(), text);
        row("held", account.held(), text);
        account.dropped().forEach((cause, records) -> row("dropped " + cause, records, text));
        row("refused", account.refused(), text);
    }

    private static void row(String name, RecordCounts records, StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "%s: %d samples, %d lines, %d events%n",
                name,
                records.samples(),
                records.lines(),
                records.events()));
    }

    private static String moment(long millis) {
        return millis == 0 ? "none" : Instant.ofEpochMilli(millis).toString();
    }
}
