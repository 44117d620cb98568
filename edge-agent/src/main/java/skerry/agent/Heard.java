package skerry.agent;

import skerry.agent.budget.ByteBudget;
import skerry.agent.command.CommandDesk;
import skerry.agent.sync.HubWord;
import skerry.agent.sync.SessionAction;
import skerry.agent.update.Upgrades;

/** What the hub says beside receipts: its commands go to their desk, pieces of a release to whoever asked, its time to all who are dated by it. */
record Heard(CommandDesk commands, ByteBudget budget, NodeClock clock, Recorder recorder, Upgrades upgrades)
        implements HubWord {
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
    }
}
