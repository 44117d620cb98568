package skerry.agent;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import skerry.agent.sync.WallReading;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.KnownTime;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;

/** The node's two clocks and how far the one that can be wrong is trusted. Thread-safe. */
public final class NodeClock {
    private static final Trust UNKNOWN = new Trust(ClockQuality.UNKNOWN, -1);
    private static final Trust RESTORED = new Trust(ClockQuality.RESTORED, -1);

    private final InstantSource wall;
    private final MonotonicClock mono;
    private final Bytes bootId;
    private volatile Trust trust = UNKNOWN;

    /** While nothing disciplines the clock. */
    private volatile Trust undisciplined = UNKNOWN;

    /** Of the wall clock from the monotonic one, when it was last trusted. */
    private volatile OptionalLong trustedOffset = OptionalLong.empty();

    /** Of the best time that the hub told in this process, milliseconds; guarded by this. */
    private long hubErrorMillis = Long.MAX_VALUE;

    private record Trust(ClockQuality quality, long errorMillis) {}

    /** @param bootId the kernel's, 16 bytes */
    public NodeClock(InstantSource wall, MonotonicClock mono, Bytes bootId) {
        this.wall = wall;
        this.mono = mono;
        this.bootId = bootId;
    }

    /**
     * Says that the date was carried over a restart on the disk, as fake-hwclock and systemd-timesyncd do on a machine without a
     * real-time clock: it never goes back, and is slow by as long as the machine was off.
     */
    public void restored() {
        undisciplined = RESTORED;
        if (trust.quality() == ClockQuality.UNKNOWN) {
            trust = RESTORED;
        }
    }

    /** UTC epoch milliseconds. */
    public long wallMillis() {
        return wall.millis();
    }

    /** {@code CLOCK_MONOTONIC}. */
    public long monoMillis() {
        return mono.millis();
    }

    public Bytes bootId() {
        return bootId;
    }

    /** The date, if the clock can be trusted. */
    public Optional<KnownTime> known() {
        return trust.quality().code() >= ClockQuality.NTP.code()
                ? Optional.of(KnownTime.exactly(wall.instant()))
                : Optional.empty();
    }

    /**
     * UTC epoch milliseconds at a monotonic time, by a clock that was trusted at any time in this process: one that has lost
     * its time source since is taken to run on.
     */
    public OptionalLong date(long monoMillis) {
        if (trust.quality().code() >= ClockQuality.NTP.code()) {
            trustedOffset = OptionalLong.of(wall.millis() - mono.millis());
        }
        OptionalLong offset = trustedOffset;
        return offset.isPresent() ? OptionalLong.of(monoMillis + offset.getAsLong()) : offset;
    }

    public WallReading reading() {
        return new WallReading(wall.millis(), trust.quality());
    }

    /**
     * Takes what the kernel says of its clock's discipline (adjtimex(2)).
     *
     * @param changed hears of a better or worse trust, with the error in milliseconds or -1
     */
    public void disciplined(boolean synchronised, double maxErrorSeconds, BiConsumer<ClockQuality, Long> changed) {
        var now = synchronised
                ? new Trust(ClockQuality.NTP, Double.isNaN(maxErrorSeconds) ? -1 : Math.round(maxErrorSeconds * 1000))
                : undisciplined;
        var before = trust;
        trust = now;
        if (before.quality() != now.quality()) {
            changed.accept(now.quality(), now.errorMillis());
        }
    }

    /**
     * Takes the hub's time, told somewhere within a round trip that ends now.
     *
     * @return this moment as the hub's clock has it, if this clock is not trusted and the hub's was not known half as well
     */
    public synchronized Optional<ClockSpan> heard(long hubMillis, long roundTripMillis) {
        long error = Math.ceilDiv(Math.max(0, roundTripMillis), 2);
        if (trust.quality().code() >= ClockQuality.NTP.code()
                || error >= hubErrorMillis
                || error > hubErrorMillis / 2) {
            return Optional.empty();
        }
        hubErrorMillis = error;
        long moment = mono.millis();
        long hubWall = hubMillis + error;
        return Optional.of(new ClockSpan(bootId, moment, moment, hubWall, hubWall, ClockQuality.HUB, error));
    }

    /** From a moment on both clocks until now. */
    public ClockSpan since(long monoFirst, long wallFirst) {
        var known = trust;
        return new ClockSpan(
                bootId, monoFirst, mono.millis(), wallFirst, wall.millis(), known.quality(), known.errorMillis());
    }
}
