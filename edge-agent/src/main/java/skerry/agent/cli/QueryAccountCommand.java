package skerry.agent.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import skerry.agent.ring.Account;
import skerry.agent.ring.RingReader;
import skerry.protocol.RecordCounts;

/** Prints where every record is. */
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description = "Prints where every record is, in all; skerry-agent ledger tells days and streams apart.")
final class QueryAccountCommand implements Callable<Integer> {
    private final PrintStream target;

    @Mixin
    private RingOption ring = new RingOption();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    QueryAccountCommand(PrintStream target) {
        this.target = target;
    }

    @Override
    public Integer call() throws Exception {
        try (RingReader reader = ring.open();
                var out = new QueryOutput(target)) {
            if (json) {
                writeJson(reader.account(), out);
            } else {
                writeTable(reader.account(), out);
            }
        }
        return 0;
    }

    private static void writeTable(Account account, QueryOutput out) throws IOException {
        out.line(row("", "samples", "lines", "events"));
        out.line(row("collected", account.collected()));
        out.line(row("delivered", account.delivered()));
        if (account.coarse().total() > 0) {
            out.line(row("delivered coarsely", account.coarse()));
        }
        if (account.sentUnconfirmed().total() > 0) {
            out.line(row("sent unconfirmed", account.sentUnconfirmed()));
        }
        out.line(row("held", account.held()));
        for (var dropped : byName(account).entrySet()) {
            out.line(row("dropped, " + dropped.getKey(), dropped.getValue()));
        }
        if (account.dropped().isEmpty()) {
            out.line(row("dropped", RecordCounts.NONE));
        }
        out.line(row("refused", account.refused()));
        out.line("");
        out.line(row("kept at the site", Long.toString(account.siteOnlySamples()), "", ""));
        out.line(row("raw detail evicted", account.rawEvicted()));
        out.line(String.format(
                Locale.ROOT,
                "%-24s %14d blocks, %d bytes",
                "raw detail here",
                account.raw().blocks(),
                account.raw().bytes()));
        if (!account.balances()) {
            out.line("The account does not balance: please report this with the output of skerry-agent diagnose.");
        }
    }

    private static void writeJson(Account account, QueryOutput out) throws IOException {
        out.json().writeStartObject();
        out.records("collected", account.collected());
        out.records("delivered", account.delivered());
        out.records("coarse", account.coarse());
        out.records("sentUnconfirmed", account.sentUnconfirmed());
        out.records("held", account.held());
        out.json().writeObjectFieldStart("dropped");
        for (var dropped : byName(account).entrySet()) {
            out.records(dropped.getKey(), dropped.getValue());
        }
        out.json().writeEndObject();
        out.records("refused", account.refused());
        out.json().writeNumberField("keptAtSite", account.siteOnlySamples());
        out.records("rawEvicted", account.rawEvicted());
        out.json().writeNumberField("rawBlocks", account.raw().blocks());
        out.json().writeNumberField("rawBytes", account.raw().bytes());
        out.json().writeBooleanField("balances", account.balances());
        out.json().writeEndObject();
    }

    private static Map<String, RecordCounts> byName(Account account) {
        var byName = new TreeMap<String, RecordCounts>();
        account.dropped().forEach((cause, records) -> byName.put(RecordWords.cause(cause), records));
        return byName;
    }

    private static String row(String name, RecordCounts records) {
        return row(
                name,
                Long.toString(records.samples()),
                Long.toString(records.lines()),
                Long.toString(records.events()));
    }

    private static String row(String name, String samples, String lines, String events) {
        return String.format(Locale.ROOT, "%-24s %14s %14s %10s", name, samples, lines, events)
                .stripTrailing();
    }
}
