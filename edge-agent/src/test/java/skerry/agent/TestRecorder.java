package skerry.agent;

import java.util.function.Predicate;
import skerry.agent.collect.guard.GuardLimits;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.ring.Ring;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.PatternSettings;
import skerry.agent.summary.TemplateMiner;
import skerry.agent.sync.BatchSealer;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.series.Series;

/** Recorders as the agent has them, over a ring of the test's own. */
public final class TestRecorder {
    private static final int COMMIT_BYTES = 1 << 20;

    private TestRecorder() {}

    /** @param sent the series that leave the site */
    public static Recorder of(AgentIdentity identity, Ring ring, Predicate<Series> sent, NodeClock clock) {
        return of(identity, ring, sent, clock, COMMIT_BYTES);
    }

    /** @param commitBytes how much may wait in memory */
    public static Recorder of(
            AgentIdentity identity, Ring ring, Predicate<Series> sent, NodeClock clock, int commitBytes) {
        var redactor = PolicyRedactor.standard();
        return new Recorder(
                identity.uid(),
                redactor,
                ring,
                new OpenMinute(
                        new TemplateMiner(MinerLimits.STANDARD, 1),
                        MinerLimits.STANDARD.patterns(),
                        PatternSettings.USUAL,
                        redactor),
                new BatchSealer(
                        identity.signingKey(),
                        redactor::policyId,
                        hash -> ring.outbox().chunk(hash).isPresent(),
                        ring::putDictionary),
                sent,
                commitBytes,
                clock,
                GuardLimits.USUAL,
                () -> {});
    }
}
