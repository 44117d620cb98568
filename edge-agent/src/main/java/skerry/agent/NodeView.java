package skerry.agent;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.alert.Acknowledgement;
import skerry.agent.alert.AlertBoard;
import skerry.agent.alert.AlertEngine;
import skerry.agent.boot.BootRecord;
import skerry.agent.boot.Boots;
import skerry.agent.budget.BudgetView;
import skerry.agent.ring.LeftAccount;
import skerry.agent.ring.Ring;
import skerry.agent.site.LatestSamples;
import skerry.agent.site.NodeFacts;
import skerry.agent.site.SiteView;
import skerry.agent.ticket.TicketFolder;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

/** What the technician's page shows of this agent, and what its buttons do. Thread-safe. */
record NodeView(
        NodeStanding standing,
        Rounds rounds,
        LinkUse use,
        AlertEngine alertEngine,
        Boots boots,
        Ring ring,
        HubLink link,
        Recorder recorder,
        TicketFolder tickets,
        NodeClock clock)
        implements SiteView {
    @Override
    public NodeFacts facts() {
        return standing.facts();
    }

    @Override
    public LatestSamples samples() {
        return rounds;
    }

    @Override
    public BudgetView budget() {
        return use.budget().view();
    }

    @Override
    public AlertBoard alerts() {
        return alertEngine.board();
    }

    @Override
    public List<BootRecord> starts() {
        return boots.known();
    }

    @Override
    public LeftAccount left() {
        return ring.left().account();
    }

    @Override
    public void exposition(Appendable out) throws IOException {
        rounds.write(out);
    }

    @Override
    public Optional<String> notReady() {
        if (!rounds.hasCollected()) {
            return Optional.of("the first collection round is not done");
        }
        return Optional.of(ring.standing().sentence()).filter(sentence -> !sentence.isEmpty());
    }

    @Override
    public boolean acknowledge(String key, String by) {
        return alertEngine.acknowledge(key, new Acknowledgement(by, "", clock.wallMillis()));
    }

    @Override
    public void tryLink() {
        link.liveChanged();
    }

    @Override
    public void audit(String action, String result, String from) {
        recorder.event(new Event(
                "site.button",
                Severity.INFO,
                clock.wallMillis(),
                clock.monoMillis(),
                action + ": " + result,
                Map.of("action", action, "result", result)));
    }
}
