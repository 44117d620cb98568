package skerry.agent.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.agent.DataFolder;
import skerry.agent.ticket.Decision;
import skerry.agent.ticket.TicketFolder;
import skerry.agent.ticket.WaitingTicket;
import skerry.platform.config.ConfigException;

/** Shows what the hub asks for and a person at the site has to decide about, and decides. */
@Command(
        name = "tickets",
        mixinStandardHelpOptions = true,
        description =
                "Shows which detail the hub asks for that leaves this site only if somebody here agrees, and agrees or not.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no ticket waits, or the decision is noted",
            "1:there is no such ticket, or it cannot be noted",
            "2:wrong use",
            "3:tickets wait for a decision"
        })
public final class TicketsCommand implements Callable<Integer> {
    private static final int WAIT = 3;

    private final PrintStream target;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** @param target where the list goes, bytes in UTF-8 */
    public TicketsCommand(PrintStream target) {
        this.target = target;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        return list(folder(options));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the tickets that wait.")
    int list(@Mixin ConfigOptions where) throws ConfigException, IOException {
        return list(folder(where));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one ticket.")
    int show(@Mixin ConfigOptions where, @Parameters(paramLabel = "ID") String id) throws ConfigException, IOException {
        TicketFolder folder = folder(where);
        show(find(folder, id), folder);
        target.flush();
        return 0;
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Hands out what a ticket asks for; an agent that runs does so within seconds.")
    int approve(
            @Mixin ConfigOptions where,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who decides; the hub is told.")
                    String by)
            throws ConfigException, IOException {
        return decide(where, id, true, by);
    }

    @Command(name = "deny", mixinStandardHelpOptions = true, description = "Refuses what a ticket asks for.")
    int deny(
            @Mixin ConfigOptions where,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who decides.") String by)
            throws ConfigException, IOException {
        return decide(where, id, false, by);
    }

    private int list(TicketFolder folder) {
        List<WaitingTicket> waiting = folder.waiting();
        if (waiting.isEmpty()) {
            target.println("No ticket waits.");
        }
        waiting.forEach(ticket -> show(ticket, folder));
        target.flush();
        return waiting.stream()
                        .allMatch(ticket -> folder.decision(ticket.cmdId()).isPresent())
                ? 0
                : WAIT;
    }

    private void show(WaitingTicket ticket, TicketFolder folder) {
        target.println(ticket.id() + "  " + ticket.what() + ", "
                + moment(ticket.request().fromMillis()) + " to "
                + moment(ticket.request().toMillis()));
        target.println("    asked by " + ticket.request().by() + " at " + moment(ticket.askedMillis())
                + (ticket.request().reason().isEmpty()
                        ? ""
                        : ": " + ticket.request().reason()));
        target.println("    " + ticket.records() + " records in " + ticket.bytes() + " bytes, redacted, such as: "
                + ticket.example().replaceAll("\\p{Cntrl}", " "));
        Optional<Decision> said = folder.decision(ticket.cmdId());
        target.println("    "
                + said.map(one -> (one.approved() ? "approved" : "denied") + " by " + one.by())
                        .orElse("refused by itself at " + moment(ticket.untilMillis())));
    }

    private int decide(ConfigOptions where, String id, boolean approved, @Nullable String by)
            throws ConfigException, IOException {
        Decision decision;
        try {
            decision = new Decision(approved, String.valueOf(by));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--by: " + e.getMessage(), e);
        }
        TicketFolder folder = folder(where);
        WaitingTicket ticket = find(folder, id);
        folder.decide(ticket, decision);
        target.println("ticket " + ticket.id() + " is " + (approved ? "approved" : "denied")
                + ", as soon as the agent takes the word up, within seconds if it runs");
        target.flush();
        return 0;
    }

    private static WaitingTicket find(TicketFolder folder, String id) throws IOException {
        return folder.find(id)
                .orElseThrow(() -> new IOException("no ticket, or more than one, begins with '" + id
                        + "': 'skerry-agent tickets list' shows those that wait"));
    }

    private static TicketFolder folder(ConfigOptions where) throws ConfigException, IOException {
        return new TicketFolder(new DataFolder(where.load().data()).tickets());
    }

    private static String moment(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
