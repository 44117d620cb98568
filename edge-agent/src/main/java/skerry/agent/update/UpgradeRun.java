package skerry.agent.update;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import skerry.platform.PrivateFile;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.update.UpgradeNews;
import skerry.protocol.update.UpgradeOrder;
import skerry.protocol.update.UpgradeState;

/**
 * One upgrade from its order to its end, over all starts of the agent: fetches, asks the updater, then tells what that says. One
 * thread, which is there only for as long. {@link #piece} may be called by any thread.
 */
final class UpgradeRun implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(UpgradeRun.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);

    /** After which an updater that says nothing is not there. */
    private static final long SILENCE_MILLIS = 15 * 60_000;

    private final UpgradePlace place;
    private final UpgradeOrder order;
    private final String running;
    private final AgentSide side;
    private final MonotonicClock clock;
    private final long bytesPerSecond;
    private final HubRoad road;
    private final Thread thread;
    private String healthWritten = "";

    /** @param running the version that runs */
    UpgradeRun(
            UpgradePlace place,
            UpgradeOrder order,
            String running,
            AgentSide side,
            MonotonicClock clock,
            long bytesPerSecond) {
        this.place = place;
        this.order = order;
        this.running = running;
        this.side = side;
        this.clock = clock;
        this.bytesPerSecond = bytesPerSecond;
        this.road = new HubRoad(side, clock);
        this.thread = Thread.ofPlatform().name("upgrade").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    UpgradeOrder order() {
        return order;
    }

    boolean isUnderWay() {
        return thread.isAlive();
    }

    void piece(Bytes piece) {
        road.came(piece);
    }

    /** Ends the thread; the upgrade goes on at the next start. */
    @Override
    public void close() {
        road.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            if (!Files.exists(place.staged())) {
                stage();
            }
            watch();
        } catch (UpgradeFailure e) {
            end(UpgradeState.FAILED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.log(DEBUG, "an upgrade could not be staged", e);
            end(UpgradeState.FAILED, "its files could not be written: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // It ends here.
        }
    }

    private void stage() throws UpgradeFailure, IOException, InterruptedException {
        tell(new UpgradeNews(UpgradeState.FETCHING, order.version(), running, ""));
        var files = new FileFetch(road, new Patience(place.age(), clock), bytesPerSecond);
        new ReleaseFetch(place, files).fetch(order);
        PrivateFile.write(place.staged(), request());
        PrivateFile.write(place.request(), request());
        tell(new UpgradeNews(UpgradeState.STAGED, order.version(), running, ""));
    }

    /** For the updater, which believes nothing of it but what the release proves. */
    private byte[] request() {
        return ("skerry request 1\nversion " + order.version() + "\nrelease "
                        + order.manifest().hex() + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void watch() throws UpgradeFailure, InterruptedException {
        long since = clock.millis();
        while (true) {
            Optional<UpdateStatus> status = UpdateStatus.read(place.status())
                    .filter(told -> told.release().equals(order.manifest().hex()));
            if (status.isPresent()) {
                UpgradeNews news = status.get().news();
                if (news.state().isEnd()) {
                    end(news);
                    return;
                }
                tell(news);
                writeHealth();
            } else if (clock.millis() - since > SILENCE_MILLIS) {
                throw new UpgradeFailure("the machine's updater did not take it: see systemctl status"
                        + " skerry-agent-update.path there");
            }
            road.rest(LOOK_EVERY);
        }
    }

    private void writeHealth() {
        AgentSide.Health health = side.health();
        String text = "skerry health 1\nversion " + running + "\nready " + word(health.ready()) + "\nring "
                + word(health.ring()) + "\nreceipt " + word(health.receipt()) + "\nlink " + health.link() + "\n";
        if (text.equals(healthWritten) && Files.exists(place.healthy())) {
            return;
        }
        try {
            PrivateFile.write(place.healthy(), text.getBytes(StandardCharsets.US_ASCII));
            healthWritten = text;
        } catch (IOException e) {
            LOG.log(WARNING, "how this version is cannot be written, so it may give way: {0}", e.getMessage());
        }
    }

    private static String word(boolean holds) {
        return holds ? "yes" : "no";
    }

    private void end(UpgradeState state, String reason) {
        end(new UpgradeNews(state, order.version(), running, reason));
    }

    /** First told, then forgotten: after a power cut in between it is told twice rather than never. */
    private void end(UpgradeNews news) {
        tell(news);
        try {
            Files.deleteIfExists(place.request());
            Files.deleteIfExists(place.order());
            Files.deleteIfExists(place.staged());
            Files.deleteIfExists(place.healthy());
            Files.deleteIfExists(place.age());
            clear(place.release());
        } catch (IOException e) {
            LOG.log(WARNING, "what was fetched of {0} could not be removed: {1}", order.version(), e.getMessage());
        }
    }

    private void tell(UpgradeNews news) {
        String step = order.manifest().hex() + " " + news.state().word() + "\n";
        try {
            if (Files.exists(place.told()) && Files.readString(place.told()).equals(step)) {
                return;
            }
            side.tell(news);
            PrivateFile.write(place.told(), step.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.log(WARNING, "a step of an upgrade may be told again: {0}", e.getMessage());
        }
    }

    /** Removes a folder with all in it, if it is there. */
    static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
