package skerry.protocol.update;

import java.util.Map;
import java.util.Optional;
import skerry.protocol.Limits;
import skerry.protocol.Texts;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

/**
 * One step of an upgrade, as it travels in an event of type {@link #EVENT}, in stream {@code e}.
 *
 * @param version that was asked for
 * @param from the version before
 * @param reason one sentence where it failed or went back, else what is done; may be empty
 */
public record UpgradeNews(UpgradeState state, String version, String from, String reason) {
    /** The event's type. */
    public static final String EVENT = "agent.upgrade";

    /** The event's attributes. */
    public static final String STATE = "state";

    public static final String VERSION = "version";
    public static final String FROM = "from";
    public static final String REASON = "reason";

    /** Cuts what is too long for its place. */
    public UpgradeNews {
        version = Texts.cut(version, Limits.MAX_VERSION_BYTES);
        from = Texts.cut(from, Limits.MAX_VERSION_BYTES);
        reason = Texts.cut(reason, Limits.MAX_REASON_BYTES);
    }

    /**
     * As an event.
     *
     * @param wallMillis when, UTC epoch milliseconds
     * @param monoMillis the same moment on the monotonic clock
     */
    public Event event(long wallMillis, long monoMillis) {
        return new Event(
                EVENT,
                state == UpgradeState.ROLLED_BACK || state == UpgradeState.FAILED ? Severity.WARNING : Severity.INFO,
                wallMillis,
                monoMillis,
                text(),
                Map.of(STATE, state.word(), VERSION, version, FROM, from, REASON, reason));
    }

    /** What an event says of an upgrade; empty if it says nothing of one, or in words of a later version. */
    public static Optional<UpgradeNews> of(Event event) {
        if (!event.type().equals(EVENT)) {
            return Optional.empty();
        }
        Map<String, String> said = event.attributes();
        return UpgradeState.of(said.getOrDefault(STATE, ""))
                .map(state -> new UpgradeNews(
                        state,
                        said.getOrDefault(VERSION, ""),
                        said.getOrDefault(FROM, ""),
                        said.getOrDefault(REASON, "")));
    }

    /** In one line, for people. */
    public String text() {
        return "upgrade from " + from + " to " + version + ": " + state.word()
                + (reason.isEmpty() ? "" : ", " + reason);
    }
}
