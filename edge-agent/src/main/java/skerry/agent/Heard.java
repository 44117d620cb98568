package skerry.agent;

import skerry.agent.budget.ByteBudget;
import skerry.agent.collect.MetricFamily;
import skerry.agent.command.CommandDesk;
import skerry.agent.sync.HubWord;
import skerry.agent.sync.SessionAction;
import skerry.agent.update.Upgrades;
import skerry.protocol.series.Labels;

/** What the hub says beside receipts: its commands go to their desk, pieces of a release to whoever asked, its time to all who are dated by it. */
record Heard(CommandDesk commands, ByteBudget budget, NodeClock clock, Recorder recorder, Upgrades upgrades)
        implements HubWord {
    private static final MetricFamily ROUND_TRIP = MetricFamily.gauge(
            "skerry_link_round_trip_seconds",
            "How long the broker takes to say that it has a message, and the hub to answer a question.");
    private static final Labels TO_BROKER = Labels.of("to", "broker");
    private static final Labels TO_HUB = Labels.of("to", "hub");
    private static final double MILLISECONDS = 1000;

    @Override
    public void command(SessionAction.Obey asked) {
        commands.take(asked.command(), asked.thisConnection());
    }

    @Override
    public void piece(SessionAction.TakePiece came) {
        upgrades.piece(came.piece());
    }

    @Override
    public void time(SessionAction.HubClock told) {
        budget.hubSays(told.hubNowMillis() + told.roundTripMillis() / 2);
        clock.heard(told.hubNowMillis(), told.roundTripMillis()).ifPresent(recorder::hubTime);
        recorder.value(ROUND_TRIP, TO_HUB, told.roundTripMillis() / MILLISECONDS, 1);
    }

    @Override
    public void brokerTook(long millis) {
        recorder.value(ROUND_TRIP, TO_BROKER, millis / MILLISECONDS, 1);
    }
}
