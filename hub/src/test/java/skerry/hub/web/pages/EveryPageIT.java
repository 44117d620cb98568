package skerry.hub.web.pages;

import java.io.IOException;

/** The common promises of the pages, on a made-up hub. */
class EveryPageIT extends PageWalk {
    private final FakeHub hub = MadeUpVisits.hub();

    @Override
    protected Target start() throws IOException {
        return MadeUpVisits.open(hub);
    }

    @Override
    protected void stop() {
        hub.close();
    }
}
