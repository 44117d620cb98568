package skerry.agent.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import skerry.agent.budget.ByteBudget;
import skerry.agent.contact.ContactStanding;
import skerry.agent.ring.Account;
import skerry.agent.ring.RingContent;
import skerry.agent.ring.RingReader;
import skerry.platform.config.ConfigException;
import skerry.protocol.control.Autonomy;

/** Prints what became of every record, by day and stream; says by its exit code whether all are accounted for. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what became of every record, by day and stream: collected = delivered + held + dropped + refused.",
            "What reached the hub as the summary of an hour alone is delivered coarsely, a column of its own.",
            "And how long this node can stay dark, by what it really collects.",
            "With --left it prints what left this site instead: by day, road and kind.",
            "Reads the ring of this node, while the agent runs or after it has ended."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every record is accounted for",
            "1:the ring cannot be read",
            "2:wrong use",
            "3:the account does not balance"
        })
public final class LedgerCommand implements Callable<Integer> {
    private static final int DOES_NOT_BALANCE = 3;

    private final InstantSource clock;
    private final PrintStream target;

    @Mixin
    private RingOption ring = new RingOption();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "14",
            description = "Tells the newest N days apart, ${DEFAULT-VALUE} by default; totals are of all days.")
    private int days;

    @Option(names = "--left", description = "Prints what left this site, by day, road and kind, with examples.")
    private boolean left;

    @Option(
            names = "--since",
            paramLabel = "DAY",
            description = "With --left: from this UTC day on, such as 2026-11-01, in place of the newest --days.")
    private @Nullable LocalDate since;

    @Option(names = "--json", description = "Prints one JSON object, with all days.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** @param target where the account goes, bytes in UTF-8 */
    public LedgerCommand(InstantSource clock, PrintStream target) {
        this.clock = clock;
        this.target = target;
    }

    @Override
    public Integer call() throws Exception {
        if (days < 0) {
            throw new ParameterException(spec.commandLine(), "--days must not be negative, was " + days);
        }
        if (since != null && !left) {
            throw new ParameterException(spec.commandLine(), "--since belongs to --left");
        }
        if (left) {
            return printLeft();
        }
        try (RingReader reader = ring.open();
                var out = new QueryOutput(target)) {
            Account account = reader.account();
            List<RingContent.Waiting> waiting = reader.content().waiting();
            Optional<Autonomy> autonomy = ByteBudget.written(
                            ring.config().budget(), reader.usage(), Optional.of(reader.room(ring.settings())))
                    .autonomy();
            Optional<String> shortage = shortage(waiting, autonomy);
            if (json) {
                LedgerJson.write(account, waiting, autonomy, shortage, out);
            } else {
                new LedgerTable(account, days).write(waiting, autonomy, shortage, out);
            }
            return account.balances() ? 0 : DOES_NOT_BALANCE;
        }
    }

    private int printLeft() throws Exception {
        try (RingReader reader = ring.open();
                var out = new QueryOutput(target)) {
            var print = new LeftPrint(reader.left(), Math.floorDiv(clock.millis(), 86_400_000L));
            long first = since == null ? print.dayBefore(days) : since.toEpochDay();
            if (json) {
                print.json(since == null ? 0 : first, out);
            } else {
                print.table(first, out);
            }
            return 0;
        }
    }

    private Optional<String> shortage(List<RingContent.Waiting> waiting, Optional<Autonomy> autonomy)
            throws ConfigException {
        long oldest = waiting.stream()
                .mapToLong(RingContent.Waiting::oldestMillis)
                .min()
                .orElse(0);
        return ContactStanding.of(ring.config().contact()).shortage(autonomy, clock.millis(), oldest);
    }
}
