package skerry.agent.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.agent.alert.AlertBoard;
import skerry.agent.boot.BootRecord;
import skerry.agent.budget.BudgetSettings;
import skerry.agent.budget.BudgetView;
import skerry.agent.budget.ByteBudget;
import skerry.agent.contact.ContactStanding;
import skerry.agent.ring.LeftAccount;
import skerry.agent.ring.Usage;
import skerry.agent.ticket.TicketFolder;

/** A node in a state that never changes. */
public final class FixedView implements SiteView {
    final List<String> audit = new ArrayList<>();
    final List<String> acknowledged = new ArrayList<>();
    Optional<String> notReady = Optional.empty();
    AlertBoard alerts = AlertBoard.EMPTY;
    TicketFolder tickets = new TicketFolder(Path.of("no such folder"));
    int tries;
    LeftAccount left = LeftAccount.NONE;

    @Override
    public NodeFacts facts() {
        return new NodeFacts(
                "north-7",
                "pi-1",
                "uid",
                "0.1",
                0,
                0,
                Optional.empty(),
                0,
                1,
                "offline",
                Optional.empty(),
                0,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ContactStanding.ALWAYS,
                List.of());
    }

    @Override
    public BudgetView budget() {
        return ByteBudget.written(BudgetSettings.NONE, Usage.NONE, Optional.empty());
    }

    @Override
    public AlertBoard alerts() {
        return alerts;
    }

    @Override
    public List<BootRecord> starts() {
        return List.of();
    }

    @Override
    public LatestSamples samples() {
        return (_, _) -> {};
    }

    @Override
    public LeftAccount left() {
        return left;
    }

    @Override
    public void exposition(Appendable out) throws IOException {
        out.append("node_load1 0.5\n");
    }

    @Override
    public Optional<String> notReady() {
        return notReady;
    }

    @Override
    public boolean acknowledge(String key, String by) {
        acknowledged.add(key + " " + by);
        return key.equals("0123456789abcdef");
    }

    @Override
    public TicketFolder tickets() {
        return tickets;
    }

    @Override
    public void tryLink() {
        tries++;
    }

    @Override
    public void audit(String action, String result, String from) {
        audit.add(action + " " + result);
    }
}
