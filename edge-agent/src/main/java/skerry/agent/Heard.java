package skerry.agent;

import skerry.agent.budget.ByteBudget;
import skerry.agent.command.CommandDesk;
import skerry.agent.sync.HubWord;
import skerry.agent.sync.SessionAction;

/** What the hub says beside receipts: its commands go to their desk, its time to all who are dated by it. */
record Heard(CommandDesk commands, ByteBudget budget, NodeClock clock, Recorder recorder) implements HubWord {
    @Override
    public void command(SessionAction.Obey asked) {
        commands.take(asked.command(), asked.thisConnection());
    }

    @Override
    public void time(SessionAction.HubClock told) {
        budget.hubSays(told.hubNowMillis() + told.roundTripMillis() / 2);
        clock.heard(told.hubNowMillis(), told.roundTripMillis()).ifPresent(recorder::hubTime);
    }
}
