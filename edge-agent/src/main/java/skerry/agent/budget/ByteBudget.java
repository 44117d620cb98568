package skerry.agent.budget;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.agent.ring.RingRoom;
import skerry.agent.ring.StoredBytes;
import skerry.agent.ring.Usage;
import skerry.agent.ring.UsageStore;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.control.LinkBudget;

/**
 * Counts what goes over the link and into the ring, writes it down and plans by it. With a limit, what is written runs
 * ahead of the link by a little, so that a process that is killed again and again counts too much rather than nothing.
 * Thread-safe.
 */
public final class ByteBudget implements Spending {
    private static final System.Logger LOG = System.getLogger(ByteBudget.class.getName());
    private static final long PLAN_EVERY = 10_000;
    private static final long WRITE_EVERY = 600_000;

    /** How far the written count runs ahead of the link. */
    private static final long AHEAD_BYTES = 32 << 10;

    /** Receipt and frames of a batch: as much as the ring reckons around one, so that needs and bills are alike. */
    private static final int AROUND_BATCH = 448;

    private final BudgetSettings settings;
    private final UsageStore store;
    private final WireMeter meter;
    private final MonotonicClock mono;
    private final OwnTime time;
    private final Tally tally;
    private final Planner planner = new Planner();
    private long countedWire;
    private long countedBatches;
    private long batches;
    private long countedLives;
    private long lives;
    private StoredBytes countedStored;
    private long countedMono;
    private long plannedMono = Long.MIN_VALUE;
    private Plan plan = Plan.UNLIMITED;
    private long writtenMono;
    private boolean anew;

    /** Bytes that the written count may cover without being written again. */
    private long ahead;

    /** Counted since the last write. */
    private long uncoveredWire;

    /**
     * Goes on where the count was written down.
     *
     * @param boot half of the kernel's boot id
     * @param wall asked once, if nothing was written before
     */
    public ByteBudget(
            BudgetSettings settings,
            UsageStore store,
            WireMeter meter,
            long boot,
            MonotonicClock mono,
            InstantSource wall) {
        this.settings = settings;
        this.store = store;
        this.meter = meter;
        this.mono = mono;
        Usage before = store.usage();
        long now = mono.millis();
        this.time = OwnTime.resume(before.moment(), boot, now, wall.millis());
        this.tally = new Tally(before.amounts());
        this.countedWire = meter.total();
        this.countedStored = store.storedBytes();
        this.countedMono = now;
        this.writtenMono = now - WRITE_EVERY;
    }

    @Override
    public synchronized Plan plan() {
        long now = mono.millis();
        if (plannedMono != Long.MIN_VALUE && now - plannedMono < PLAN_EVERY && !isAheadUsedUp()) {
            return plan;
        }
        count(now);
        long own = time.at(now);
        var limits = Reckoning.limits(settings, tally, own);
        Plan before = plan;
        plan = planner.plan(limits, Needs.of(tally, own), now);
        plannedMono = now;
        if (plan.step() != before.step()) {
            LOG.log(
                    INFO,
                    "byte budget: {0}",
                    plan.reason().isEmpty() ? Step.FULL.sentence() + " again" : plan.reason());
        }
        if (now - writtenMono >= WRITE_EVERY || isAheadUsedUp()) {
            write(now);
        }
        return plan;
    }

    @Override
    public synchronized void handedOver(int bytes) {
        batches += bytes + AROUND_BATCH;
    }

    @Override
    public synchronized void toldLive() {
        lives++;
    }

    /** The hub's signed word that it is {@code hubMillis} now. */
    public synchronized void hubSays(long hubMillis) {
        long now = mono.millis();
        count(now);
        long before = time.at(now);
        switch (time.told(hubMillis, now)) {
            case NONE -> {}
            case FORWARD -> replan(hubMillis - before);
            case DATED -> {
                tally.shift(hubMillis - before);
                redo(hubMillis - before);
            }
            case BACK -> redo(hubMillis - before);
            case DISBELIEVED ->
                LOG.log(
                        WARNING,
                        "the hub''s clock differs by {0} s from the time that has passed here: the byte budget goes on by"
                                + " the latter until the next start of this machine",
                        (hubMillis - before) / 1000);
        }
    }

    /** What a hub said in this boot that it is at a monotonic time; empty if none did. */
    public synchronized OptionalLong hubTime(long monoMillis) {
        return time.isToldInThisBoot() ? OptionalLong.of(time.at(monoMillis)) : OptionalLong.empty();
    }

    private void replan(long jump) {
        plannedMono = Long.MIN_VALUE;
        if (Math.abs(jump) >= Planner.REST_MILLIS) {
            planner.restart();
        }
    }

    private void redo(long jump) {
        long now = mono.millis();
        tally.fold(time.at(now));
        anew = true;
        replan(jump);
        write(now);
    }

    public synchronized BudgetView view() {
        long now = mono.millis();
        Plan present = plan();
        count(now);
        return Reckoning.view(
                settings, tally, new Reckoning.OwnTimeNow(time.at(now), time.isDatedByHub()), present, store.room());
    }

    /** What the plan and the forecasts are, without a look into the ring. */
    public synchronized Outlook outlook() {
        Plan present = plan();
        long now = mono.millis();
        count(now);
        long own = time.at(now);
        return new Outlook(present, Reckoning.forecasts(settings, tally, Needs.of(tally, own), own));
    }

    /** As the hub is told; empty without a limit. */
    public Optional<LinkBudget> linkBudget() {
        return settings.isLimited() ? Optional.of(outlook().forHub()) : Optional.empty();
    }

    /** What a stopped or another process has written down, as of then. */
    public static BudgetView written(BudgetSettings settings, Usage usage, Optional<RingRoom> room) {
        var tally = new Tally(usage.amounts());
        long own = usage.moment().map(Usage.Moment::millis).orElse(0L);
        boolean dated = usage.moment().map(moment -> moment.told() > 0).orElse(false);
        Plan plan = new Planner().plan(Reckoning.limits(settings, tally, own), Needs.of(tally, own), 0);
        return Reckoning.view(settings, tally, new Reckoning.OwnTimeNow(own, dated), plan, room);
    }

    /** Writes the exact count; the last call. */
    public synchronized void close() {
        long now = mono.millis();
        count(now);
        store(now, 0);
    }

    private boolean isAheadUsedUp() {
        return settings.isLimited() && meter.total() - countedWire + uncoveredWire > ahead;
    }

    private void count(long now) {
        long own = time.at(now);
        long wire = meter.total();
        StoredBytes stored = store.storedBytes();
        tally.add(own, Kind.WIRE, wire - countedWire);
        tally.add(own, Kind.BATCHES, batches - countedBatches);
        tally.add(own, Kind.LIVES, lives - countedLives);
        tally.add(own, Kind.RUNNING, now - countedMono);
        tally.add(own, Kind.RAW, stored.raw() - countedStored.raw());
        tally.add(own, Kind.MINUTES, stored.minutes() - countedStored.minutes());
        tally.add(own, Kind.OUTLINES, stored.outlines() - countedStored.outlines());
        tally.add(own, Kind.EVENTS, stored.events() - countedStored.events());
        tally.add(own, Kind.OTHER, stored.other() - countedStored.other());
        uncoveredWire += wire - countedWire;
        countedWire = wire;
        countedBatches = batches;
        countedLives = lives;
        countedStored = stored;
        countedMono = now;
    }

    private void write(long now) {
        store(now, settings.isLimited() ? AHEAD_BYTES : 0);
    }

    private void store(long now, long more) {
        long own = time.at(now);
        tally.add(own, Kind.WIRE, more);
        var usage = new Usage(Optional.of(time.moment(now)), tally.amounts(anew));
        writtenMono = now;
        ahead = more;
        uncoveredWire = 0;
        if (store.store(usage, Tally.dayOf(own) - Tally.DAYS, anew)) {
            tally.written();
            anew = false;
        }
        tally.add(own, Kind.WIRE, -more); // After that, so that the day is written again without it.
    }
}
