package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import skerry.agent.budget.BudgetView;
import skerry.agent.budget.ByteBudget;
import skerry.agent.budget.Forecast;
import skerry.agent.budget.Needs;
import skerry.agent.budget.Step;
import skerry.agent.ring.RingReader;
import skerry.platform.config.ConfigException;

/** Prints what the link has cost, what it will, and what gives way. */
@Command(
        name = "budget",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what the link has cost this month and day, the forecast to their ends, and what is sent.",
            "The agent may run or not; a running one writes its count down every ten minutes."
        })
public final class BudgetCommand implements Callable<Integer> {
    private final PrintStream target;

    @Mixin
    private RingOption ring = new RingOption();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    public BudgetCommand(PrintStream target) {
        this.target = target;
    }

    @Override
    public Integer call() throws ConfigException, IOException, SQLException {
        try (RingReader reader = ring.open();
                var out = new QueryOutput(target)) {
            BudgetView view = ByteBudget.written(ring.config().budget(), reader.usage(), Optional.empty());
            if (json) {
                write(view, out.json());
            } else {
                write(view, out);
            }
        }
        return 0;
    }

    private static void write(BudgetView view, QueryOutput out) throws IOException {
        if (view.ownMillis() == 0) {
            out.line("Nothing has been counted yet: start the agent and ask again in ten minutes.");
            return;
        }
        out.line("counted until  " + time(view.ownMillis()) + " UTC, by "
                + (view.datedByHub() ? "the hub's clock" : "this node's clock at its first start"));
        for (Forecast forecast : view.forecasts()) {
            out.line(String.format(
                    Locale.ROOT,
                    "%-14s %s%s used, %s",
                    "this " + forecast.period().word(),
                    megabytes((double) forecast.spent()),
                    forecast.limit() > 0 ? " of " + megabytes((double) forecast.limit()) : "",
                    forecast.expected().isPresent()
                            ? megabytes((double) forecast.expected().getAsLong()) + " expected at its end on "
                                    + time(forecast.period().toMillis())
                            : "an hour of running is needed for a forecast"));
            if (forecast.usedUp().isPresent()) {
                out.line("               used up on " + time(forecast.usedUp().getAsLong()) + " if nothing gives way");
            }
        }
        if (view.needs().isPresent()) {
            out.line("a day needs    " + needs(view.needs().get()));
        }
        out.line("sent now       "
                + (view.plan().reason().isEmpty()
                        ? view.plan().step().sentence()
                        : view.plan().reason()));
        out.line("gives way      first history, then minutes and the pace of the present state, then outlines;"
                + " nothing is lost: it waits in the ring");
    }

    private static String needs(Needs needs) {
        return megabytes(needs.perDay(Step.NEW_DATA)) + ": minutes " + megabytes(needs.minutes()) + ", outlines "
                + megabytes(needs.outlines()) + ", events " + megabytes(needs.events())
                + ", the rest for the present state";
    }

    private static void write(BudgetView view, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("countedUntil", view.ownMillis());
        out.writeBooleanField("datedByHub", view.datedByHub());
        out.writeStringField("step", view.plan().step().word());
        out.writeStringField("reason", view.plan().reason());
        out.writeNumberField("liveEverySeconds", view.plan().liveEvery().toSeconds());
        out.writeArrayFieldStart("periods");
        for (Forecast forecast : view.forecasts()) {
            out.writeStartObject();
            out.writeStringField("period", forecast.period().word());
            out.writeNumberField("from", forecast.period().fromMillis());
            out.writeNumberField("to", forecast.period().toMillis());
            if (forecast.limit() > 0) {
                out.writeNumberField("limitBytes", forecast.limit());
            }
            out.writeNumberField("spentBytes", forecast.spent());
            if (forecast.expected().isPresent()) {
                out.writeNumberField("expectedBytes", forecast.expected().getAsLong());
            }
            if (forecast.usedUp().isPresent()) {
                out.writeNumberField("usedUpAt", forecast.usedUp().getAsLong());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        if (view.needs().isPresent()) {
            Needs needs = view.needs().get();
            out.writeObjectFieldStart("needsBytesPerDay");
            out.writeNumberField("newData", Math.round(needs.perDay(Step.NEW_DATA)));
            out.writeNumberField("minutes", Math.round(needs.minutes()));
            out.writeNumberField("outlines", Math.round(needs.outlines()));
            out.writeNumberField("events", Math.round(needs.events()));
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString().substring(0, 16).replace('T', ' ');
    }

    private static String megabytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
