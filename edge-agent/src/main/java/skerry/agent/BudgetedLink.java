package skerry.agent;

import skerry.agent.budget.ByteBudget;
import skerry.agent.budget.Plan;
import skerry.agent.sync.Spending;

/** The byte budget as a session asks for it. */
record BudgetedLink(ByteBudget budget) implements Spending {
    @Override
    public Plan plan() {
        return budget.plan();
    }

    @Override
    public void handedOver(int bytes) {
        budget.handedOver(bytes);
    }
}
