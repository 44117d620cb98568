package skerry.agent;

import skerry.agent.alert.AckFolder;
import skerry.agent.alert.AlertEngine;
import skerry.agent.alert.AlertRounds;
import skerry.agent.alert.RuleBook;
import skerry.agent.blackbox.BlackBox;
import skerry.agent.blackbox.BlackBoxRounds;
import skerry.agent.config.AgentConfig;
import skerry.agent.privacy.Redactor;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Ring;

/** What looks back over the ring by itself: the rules, and the black box, which copies what came before a crash. */
final class Watch {
    private final AlertEngine alerts;
    private final AlertRounds alertRounds;
    private final BlackBox blackBox;
    private final BlackBoxRounds blackBoxRounds;

    /**
     * @param maxRingBytes of which boxes have a part
     */
    Watch(
            AgentConfig config,
            RuleBook rules,
            DataFolder folder,
            Ring ring,
            long maxRingBytes,
            Redactor redactor,
            Recorder recorder,
            NodeClock clock) {
        alerts = new AlertEngine(
                rules,
                ring,
                recorder::tell,
                redactor,
                () -> new Moment(clock.wallMillis(), clock.monoMillis()),
                System::nanoTime,
                clock.bootId().hex());
        alertRounds = new AlertRounds(alerts, new AckFolder(folder.acknowledgements()));
        blackBox = new BlackBox(
                config.blackBox(),
                maxRingBytes,
                ring,
                recorder::pin,
                redactor::redact,
                () -> new Moment(clock.wallMillis(), clock.monoMillis()));
        blackBoxRounds = new BlackBoxRounds(blackBox);
    }

    void start() {
        alertRounds.start();
        blackBoxRounds.start();
    }

    void close() {
        alertRounds.close();
        blackBoxRounds.close();
    }

    AlertEngine alerts() {
        return alerts;
    }

    BlackBox blackBox() {
        return blackBox;
    }
}
