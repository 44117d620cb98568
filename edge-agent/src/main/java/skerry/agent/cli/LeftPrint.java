package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import skerry.agent.left.LeftRow;
import skerry.agent.ring.LeftAccount;

/** What left the site, for people and as JSON. */
final class LeftPrint {
    private final LeftAccount account;
    private final long today;

    LeftPrint(LeftAccount account, long today) {
        this.account = account;
        this.today = today;
    }

    /** The first of the newest {@code days} days. */
    long dayBefore(int days) {
        return today - days + 1;
    }

    /** @param first day from which on days are shown; months before it are not */
    void table(long first, QueryOutput out) throws IOException {
        List<LeftRow> rows = since(first);
        if (rows.isEmpty()) {
            out.line(
                    "Nothing has left this site since " + LocalDate.ofEpochDay(first) + ", as far as this ring knows.");
        } else {
            out.line(String.format(
                    Locale.ROOT,
                    "%-10s  %-21s  %-20s%10s%14s  %-18s%10s%14s",
                    "day",
                    "road",
                    "kind",
                    "messages",
                    "bytes",
                    "items",
                    "repeats",
                    "bytes"));
            for (LeftRow row : rows) {
                out.line(line(day(row), row.road().word(), row.kind().words(), row)
                        .stripTrailing());
            }
            out.line(line("in all", "", "", sum(rows)).stripTrailing());
            examples(rows, out);
            out.line("");
            out.line(
                    "Bytes are those of the messages and files themselves. A router counts more, by encryption and headers:"
                            + " 'skerry-agent budget' shows what was metered on the wire. A stick holds these bytes as they are.");
        }
        if (account.open() > 0) {
            out.line(String.format(
                    Locale.ROOT,
                    "Of the newest minute up to %,d bytes more may have left; they are added when they are stored.",
                    account.open()));
        }
        if (account.damaged() > 0) {
            out.line(account.damaged() + " entries are damaged and not shown: more has left than is said here.");
        }
    }

    void json(long first, QueryOutput out) throws IOException {
        JsonGenerator json = out.json();
        json.writeStartObject();
        json.writeArrayFieldStart("left");
        for (LeftRow row : since(first)) {
            json.writeStartObject();
            json.writeStringField(row.month() ? "month" : "day", day(row));
            json.writeStringField("road", row.road().name().toLowerCase(Locale.ROOT));
            json.writeStringField("kind", row.kind().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("messages", row.messages());
            json.writeNumberField("bytes", row.bytes());
            json.writeNumberField("items", row.items());
            json.writeNumberField("repeats", row.repeats());
            json.writeNumberField("repeatBytes", row.repeatBytes());
            json.writeStringField("example", row.example());
            json.writeStringField("policy", row.policy());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("open", account.open());
        json.writeNumberField("damaged", account.damaged());
        json.writeEndObject();
    }

    private List<LeftRow> since(long first) {
        var rows = new ArrayList<LeftRow>();
        for (LeftRow row : account.rows()) {
            if (row.day() >= first) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static void examples(List<LeftRow> rows, QueryOutput out) throws IOException {
        out.line("");
        out.line("examples, as they left");
        for (LeftRow row : rows) {
            if (!row.example().isEmpty()) {
                out.line(String.format(
                        Locale.ROOT,
                        "%-10s  %-21s  %-20s%s",
                        day(row),
                        row.road().word(),
                        row.kind().words(),
                        row.policy().isEmpty() ? row.example() : row.example() + "   (policy " + row.policy() + ")"));
            }
        }
    }

    private static String line(String day, String road, String kind, LeftRow row) {
        return String.format(
                Locale.ROOT,
                "%-10s  %-21s  %-20s%,10d%,14d  %-18s%,10d%,14d",
                day,
                road,
                kind,
                row.messages(),
                row.bytes(),
                kind.isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT, "%,d %s", row.items(), row.kind().unit()),
                row.repeats(),
                row.repeatBytes());
    }

    private static LeftRow sum(List<LeftRow> rows) {
        long messages = 0;
        long bytes = 0;
        long repeats = 0;
        long repeatBytes = 0;
        for (LeftRow row : rows) {
            messages += row.messages();
            bytes += row.bytes();
            repeats += row.repeats();
            repeatBytes += row.repeatBytes();
        }
        LeftRow any = rows.getFirst();
        return new LeftRow(any.day(), false, any.road(), any.kind(), messages, bytes, 0, repeats, repeatBytes, "", "");
    }

    private static String day(LeftRow row) {
        if (!row.month()) {
            return LocalDate.ofEpochDay(row.day()).toString();
        }
        return row.day() == 0
                ? "earlier"
                : YearMonth.from(LocalDate.ofEpochDay(row.day())).toString();
    }
}
