package skerry.agent.budget;

import java.time.Duration;

/**
 * What may be sent at a moment.
 *
 * @param reason one sentence; empty while everything is sent
 * @param liveEvery how often the present state is told without a change
 */
public record Plan(Step step, String reason, Duration liveEvery) {
    /** A hub takes five minutes of silence for a failure, and a live message may be lost on the way. */
    public static final Duration LIVE_MOST = Duration.ofMinutes(2);

    static final Duration LIVE_USUAL = Duration.ofSeconds(60);

    /** Without a budget. */
    public static final Plan UNLIMITED = new Plan(Step.FULL, "", LIVE_USUAL);
}
