package skerry.hub;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import skerry.hub.access.Access;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.store.FleetStore;
import skerry.hub.store.StoreException;
import skerry.hub.web.HubApi;
import skerry.platform.Repeating;
import skerry.platform.time.MonotonicClock;

/** The thread that looks at the fleet every second and keeps the store in order now and then. */
final class Upkeep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long FLUSH_MILLIS = Duration.ofSeconds(30).toMillis();
    private static final long COMPACT_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long RETAIN_MILLIS = Duration.ofHours(1).toMillis();

    private final FleetStore store;
    private final FleetStore.Retention retention;
    private final FleetWatch watch;
    private final HubApi api;
    private final Access access;
    private final InstantSource wall;
    private final MonotonicClock mono;
    private final WallSteps steps;
    private final Repeating rounds;
    private long flushAt;
    private long compactAt;
    private long retainAt;

    Upkeep(
            FleetStore store,
            FleetStore.Retention retention,
            FleetWatch watch,
            HubApi api,
            Access access,
            InstantSource wall,
            MonotonicClock mono) {
        this.store = store;
        this.retention = retention;
        this.watch = watch;
        this.api = api;
        this.access = access;
        this.wall = wall;
        this.mono = mono;
        this.steps = new WallSteps(wall, mono);
        this.flushAt = mono.millis() + FLUSH_MILLIS;
        this.compactAt = mono.millis() + COMPACT_MILLIS;
        this.retainAt = mono.millis();
        this.rounds = new Repeating("upkeep", () -> {
            step();
            return LOOK;
        });
        rounds.start();
    }

    /** Ends the thread after what it is doing. */
    @Override
    public void close() {
        rounds.close();
    }

    /** Whatever fails, the fleet is looked at again a second later: else its states would stand still unseen. */
    private void step() {
        try {
            followClock();
            FleetWatch.Snapshot before = watch.snapshot();
            FleetWatch.Snapshot now = watch.look();
            api.publish(now);
            if (now.changed().stream().anyMatch(change -> change.at() > before.asOf())) {
                flushAt = mono.millis(); // a kill must not take back what made a site change its state
            }
            keep(mono.millis());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "looking at the fleet failed and is tried again", e);
        }
    }

    /** Else a clock that is set ahead makes every site silent, and one that is set back hides the silence of any. */
    private void followClock() {
        long step = steps.next();
        if (step != 0) {
            LOG.log(Level.WARNING, "this machine''s clock was set by {0} ms; contacts keep their age", step);
            store.present().clockSet(step);
        }
    }

    private void keep(long now) {
        try {
            if (now >= flushAt) {
                flushAt = now + FLUSH_MILLIS;
                store.flush();
                access.expire();
            }
            if (now >= compactAt) {
                compactAt = now + COMPACT_MILLIS;
                store.compact(wall.millis());
            }
            if (now >= retainAt) {
                retainAt = now + RETAIN_MILLIS;
                for (long day : store.retain(retention, wall.millis())) {
                    LOG.log(Level.INFO, "removed the day that began at {0}: retention", day);
                }
            }
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "keeping the store in order failed and is tried again: {0}", e.getMessage());
        }
    }
}
