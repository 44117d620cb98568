package skerry.hub.web.pages;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/** Visits of a made-up hub, which misbehaves on command. */
abstract class MadeUpVisits extends PageVisits {
    static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-21T14:02:07Z"));
    static final long SEED = 7;

    final FakeHub hub = hub();

    static FakeHub hub() {
        return new FakeHub(new SampleFleet(SEED, 60, true), NOW, true, 0);
    }

    static Target open(FakeHub hub) throws IOException {
        hub.setUp().start();
        return new Target(
                hub.address(),
                "admin",
                FakeHub.PASSWORD,
                "/sites/" + hub.fleet().first("healthy").id());
    }

    static FakeHub hubWith(int sites) throws IOException {
        return new FakeHub(new SampleFleet(SEED, sites, true), NOW, false, 0)
                .setUp()
                .start();
    }

    @Override
    protected Target start() throws IOException {
        return open(hub);
    }

    @Override
    protected void stop() {
        hub.close();
    }

    Visitor visitor(FakeHub other) {
        return chromium().visitor(other.address()).enter("admin", FakeHub.PASSWORD);
    }
}
