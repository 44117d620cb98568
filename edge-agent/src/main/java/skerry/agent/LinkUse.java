package skerry.agent;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.OptionalLong;
import skerry.agent.budget.ByteBudget;
import skerry.agent.budget.WireMeter;
import skerry.agent.config.AgentConfig;
import skerry.agent.contact.ContactHours;
import skerry.agent.contact.ContactStanding;
import skerry.agent.left.LeftKind;
import skerry.agent.left.LeftMessages;
import skerry.agent.left.LeftRoad;
import skerry.agent.ring.Ring;
import skerry.platform.time.MonotonicClock;

/** What the link to the hub may cost and when it may be used, by the best clock that this node knows. Thread-safe. */
final class LinkUse implements AutoCloseable {
    private final NodeClock clock;
    private final WireMeter meter = new WireMeter();
    private final ByteBudget budget;
    private final ContactHours hours;

    private final LeftMessages left;

    /** @param ring keeps what was spent */
    LinkUse(AgentConfig config, Ring ring, NodeClock clock) {
        this.clock = clock;
        this.left = ring.left();
        budget = new ByteBudget(
                config.budget(),
                ring,
                meter,
                ByteBuffer.wrap(clock.bootId().toArray()).getLong(),
                MonotonicClock.SYSTEM,
                InstantSource.system());
        hours = new ContactHours(config.contact(), config.usesLink(), this::date);
    }

    /** Counts the bytes of the link. */
    WireMeter meter() {
        return meter;
    }

    /** Counts bytes of another node that pass, both ways. */
    void passed(long bytes) {
        left.message(
                LeftRoad.RELAY, LeftKind.RELAYED, bytes, "sealed between that node and the hub, and not read here");
        meter.passed(bytes);
    }

    ByteBudget budget() {
        return budget;
    }

    ContactHours hours() {
        return hours;
    }

    /** Whether the link may be used now. */
    boolean isOpen() {
        return hours.at(clock.monoMillis()).open();
    }

    ContactStanding contact() {
        return hours.standing(clock.monoMillis());
    }

    /** Writes down what was spent. */
    @Override
    public void close() {
        budget.close();
    }

    /** UTC epoch milliseconds by the best witness: this machine's clock where it is trusted, else what the hub said. */
    private OptionalLong date(long monoMillis) {
        OptionalLong own = clock.date(monoMillis);
        return own.isPresent() ? own : budget.hubTime(monoMillis);
    }
}
