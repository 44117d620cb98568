package skerry.agent.site;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import skerry.agent.left.LeftRow;
import skerry.agent.ring.LeftAccount;

/**
 * The page "What left this site": a bar for each day, and behind it by what road and of what kind, with an example as it left.
 * Plain HTML without script; every bar is in words as well.
 */
final class LeftPage {
    static final String STYLE = """
            details{border-top:1px solid #8888;padding:.5rem 0}summary{cursor:pointer;min-height:48px}
            summary svg{display:block;width:100%;height:12px}.l{fill:#1f5fae}.r{fill:#1f5fae;fill-opacity:.35}
            .left dd{overflow-wrap:anywhere}.left code{font-size:.85rem}
            @media(prefers-color-scheme:dark){.l,.r{fill:#83bdf7}}
            """;

    /** Days that are shown, the newest; the command shows all. */
    private static final int MOST = 62;

    private static final int WIDTH = 600;

    private LeftPage() {}

    static String render(NodeFacts facts, LeftAccount account) {
        List<List<LeftRow>> days = newestFirst(account);
        long most = 1;
        for (List<LeftRow> day : days) {
            most = Math.max(most, bytes(day) + repeated(day));
        }
        var html = new StringBuilder(8_000);
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<title>Skerry: what left this site</title><style>")
                .append(TechnicianPage.STYLE)
                .append("</style></head><body><h1>")
                .append(TechnicianPage.escape(facts.site()))
                .append(facts.site().isEmpty() ? "" : " · ")
                .append(TechnicianPage.escape(facts.node()))
                .append("</h1><main class=\"left\"><h2>What left this site</h2><p>")
                .append(summary(account))
                .append(
                        "</p><p>Raw log lines are not among it, unless “answers to requests” is. To check it yourself: the counter"
                                + " of your router for this machine shows these bytes and somewhat more, for encryption and headers, as")
                .append(
                        " <a href=\"/\">Data over the link</a> does; and a stick holds exactly the bytes that stand here for it.</p>");
        for (List<LeftRow> day : days.subList(0, Math.min(MOST, days.size()))) {
            day(html, day, most);
        }
        if (days.size() > MOST) {
            html.append("<p>Earlier days: <code>skerry-agent ledger --left --since DAY</code>.</p>");
        }
        return html.append("</main><footer><a href=\"/\">Back</a> · Skerry agent ")
                .append(TechnicianPage.escape(facts.version()))
                .append("</footer></body></html>")
                .toString();
    }

    private static String summary(LeftAccount account) {
        if (account.rows().isEmpty()) {
            return "Nothing has left, as far as this node knows.";
        }
        long bytes = bytes(account.rows());
        long repeats = repeated(account.rows());
        String first = name(account.rows().getFirst());
        return "Since " + first + " " + amount(bytes) + " left"
                + (repeats > 0 ? ", and " + amount(repeats) + " of it once more" : "") + "."
                + (account.damaged() > 0
                        ? " <b>" + account.damaged() + " entries are damaged: more has left than is said here.</b>"
                        : "");
    }

    private static void day(StringBuilder html, List<LeftRow> rows, long most) {
        long bytes = bytes(rows);
        long repeats = repeated(rows);
        html.append("<details><summary>")
                .append(name(rows.getFirst()))
                .append(": ")
                .append(amount(bytes));
        if (repeats > 0) {
            html.append(", ").append(amount(repeats)).append(" sent once more");
        }
        long width = place(bytes, most);
        html.append(
                        "<svg viewBox=\"0 0 600 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"l\" height=\"12\" width=\"")
                .append(width)
                .append("\"/><rect class=\"r\" height=\"12\" x=\"")
                .append(width)
                .append("\" width=\"")
                .append(place(repeats, most))
                .append("\"/></svg></summary><dl>");
        for (LeftRow row : rows) {
            row(html, row);
        }
        html.append("</dl></details>");
    }

    private static void row(StringBuilder html, LeftRow row) {
        html.append("<dt>")
                .append(row.kind().words())
                .append(", by ")
                .append(row.road().word())
                .append("</dt><dd>")
                .append(amount(row.bytes()))
                .append(", ")
                .append(count(row.items()))
                .append(' ')
                .append(row.kind().unit())
                .append(row.messages() > 0 ? " in " + count(row.messages()) + " messages" : "");
        if (row.repeats() > 0) {
            html.append("; ")
                    .append(count(row.repeats()))
                    .append(" sent once more, ")
                    .append(amount(row.repeatBytes()));
        }
        if (!row.example().isEmpty()) {
            html.append("<br><code>")
                    .append(TechnicianPage.escape(row.example()))
                    .append("</code>");
        }
        if (!row.policy().isEmpty()) {
            html.append("<br>under policy ").append(TechnicianPage.escape(row.policy()));
        }
        html.append("</dd>");
    }

    /** The rows of each day or month together. */
    private static List<List<LeftRow>> newestFirst(LeftAccount account) {
        Map<Long, List<LeftRow>> days = new TreeMap<>();
        for (LeftRow row : account.rows()) {
            days.computeIfAbsent(2 * row.day() + (row.month() ? 0 : 1), _ -> new ArrayList<>())
                    .add(row);
        }
        return new ArrayList<>(days.values()).reversed();
    }

    private static String name(LeftRow row) {
        if (!row.month()) {
            return LocalDate.ofEpochDay(row.day()).toString();
        }
        return row.day() == 0
                ? "earlier"
                : YearMonth.from(LocalDate.ofEpochDay(row.day())).toString();
    }

    private static long bytes(List<LeftRow> rows) {
        return rows.stream().mapToLong(LeftRow::bytes).sum();
    }

    private static long repeated(List<LeftRow> rows) {
        return rows.stream().mapToLong(LeftRow::repeatBytes).sum();
    }

    private static long place(long bytes, long most) {
        return bytes == 0 ? 0 : Math.max(3, Math.round((double) WIDTH * bytes / most));
    }

    private static String amount(long bytes) {
        return Checkup.bytes((double) bytes);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
