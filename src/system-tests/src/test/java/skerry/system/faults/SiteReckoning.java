package skerry.system.faults;

import java.time.Duration;
import skerry.protocol.RecordCounts;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubFigures;
import skerry.system.process.LineCensus;
import skerry.system.process.NumberedLogs;

/** Where the records of a site with one agent are, by the agent's account and by what the hub counts. */
final class SiteReckoning {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final String site;
    private final AgentProcess agent;
    private final HubFigures figures;
    private final NumberedLogs logs;

    /** @param logs all that the agent follows */
    SiteReckoning(String site, AgentProcess agent, HubFigures figures, NumberedLogs logs) {
        this.site = site;
        this.agent = agent;
        this.figures = figures;
        this.logs = logs;
    }

    /** Waits until the running agent has delivered what it has, and ends it; says where each record is. */
    Outcome reckon() throws Exception {
        agent.deliverAndStop(LIMIT);
        var account = agent.account();
        var census = LineCensus.of(agent.data(), logs.written());
        Eventually.until("the hub has all that is delivered", LIMIT, () -> lacks(atHub(), account.delivered()) == 0);
        return new Outcome(
                account.collected(), account.accountedFor(), account.droppedInAll(), account.held(), atHub(), census);
    }

    /** Lines that are not in the ring. */
    long missing() throws Exception {
        return LineCensus.of(agent.data(), logs.written()).lost();
    }

    private static long lacks(RecordCounts there, RecordCounts wanted) {
        return Math.max(0, wanted.samples() - there.samples())
                + Math.max(0, wanted.lines() - there.lines())
                + Math.max(0, wanted.events() - there.events());
    }

    private RecordCounts atHub() throws Exception {
        return new RecordCounts(atHub("samples"), atHub("lines"), atHub("events"));
    }

    private long atHub(String kind) throws Exception {
        return (long) figures.of(
                "skerry_site_delivered_records_total{kind=\"" + kind + "\",region=\"test\",site=\"" + site + "\"}");
    }

    /** Where the records are at the end. */
    record Outcome(
            RecordCounts collected,
            RecordCounts accountedFor,
            RecordCounts dropped,
            RecordCounts held,
            RecordCounts atHub,
            LineCensus census) {
        long lost() {
            return lacks(atHub, collected) + census.lost();
        }

        long appliedTwice() {
            return lacks(collected, atHub) + census.twice();
        }

        long unexplained() {
            return lacks(accountedFor, collected) + lacks(collected, accountedFor);
        }
    }
}
