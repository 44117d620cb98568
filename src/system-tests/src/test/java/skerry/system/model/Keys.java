package skerry.system.model;

import java.security.SecureRandom;
import skerry.protocol.Topics;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.HubIdentity;
import skerry.simulator.load.QuickCurves;

/** Who takes part; the same in all schedules, since keys are dear to make. */
final class Keys {
    static {
        QuickCurves.install();
    }

    static final Topics TOPICS = new Topics("model");
    static final AgentIdentity AGENT = AgentIdentity.generate(new SecureRandom());
    static final HubIdentity HUB = HubIdentity.generate(new SecureRandom());
    static final HubCard HUB_CARD = HUB.card();

    private Keys() {}
}
