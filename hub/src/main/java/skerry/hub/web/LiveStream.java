package skerry.hub.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.fleet.StateChange;

/**
 * Server-sent events: a snapshot first, then what changed, joined to one event a second at most. A reader that cannot keep
 * up is let go and gets a new snapshot when it comes back, so no lost event can leave a wrong cell. Thread-safe.
 */
final class LiveStream implements HttpService {
    private static final Duration PING = Duration.ofSeconds(5);
    private static final int MAX_READERS = 500;
    private static final int MAX_WAITING = 30;

    private final FleetWatch watch;
    private final long hubStartedAt;
    private final Supplier<Optional<String>> notReady;
    private final List<BlockingQueue<Message>> readers = new CopyOnWriteArrayList<>();
    private FleetWatch.Snapshot sent;
    private Optional<String> sentProblem;
    private @Nullable Greeting greeting;
    private volatile boolean closed;

    /** @param data one line */
    private record Message(String name, String data) {}

    /** What readers are told first. All come at once when a hub starts, so it is made once per snapshot. */
    private record Greeting(FleetWatch.Snapshot of, Optional<String> problem, Message message) {}

    LiveStream(FleetWatch watch, long hubStartedAt, Supplier<Optional<String>> notReady) {
        this.watch = watch;
        this.hubStartedAt = hubStartedAt;
        this.notReady = notReady;
        this.sent = watch.snapshot();
        this.sentProblem = notReady.get();
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/stream", this::stream);
    }

    /** Tells all readers what differs from the snapshot before; called by the thread that looks at the fleet. */
    synchronized void publish(FleetWatch.Snapshot now) {
        Optional<String> problem = notReady.get();
        if (!readers.isEmpty()) {
            boolean isNews = !problem.equals(sentProblem);
            delta(sent, now, isNews, FleetBodies.hub(now, hubStartedAt, problem))
                    .ifPresent(body -> tellAll(new Message("delta", Json.text(body))));
        }
        sent = now;
        sentProblem = problem;
    }

    /** Lets all readers go. */
    void close() {
        closed = true;
        tellAll(new Message("ping", "{}"));
    }

    private void tellAll(Message message) {
        readers.removeIf(reader -> !reader.offer(message));
    }

    private static Optional<FleetBodies.DeltaBody> delta(
            FleetWatch.Snapshot before, FleetWatch.Snapshot now, boolean isHubNews, FleetBodies.HubBody hub) {
        Map<String, SiteStatus> known = new HashMap<>();
        before.sites().forEach(site -> known.put(site.site().id(), site));
        var changed = new ArrayList<FleetBodies.SiteBody>();
        for (SiteStatus site : now.sites()) {
            if (!site.equals(known.get(site.site().id()))) {
                changed.add(FleetBodies.site(site));
            }
        }
        List<StateChange> states = now.changed().stream()
                .filter(change -> change.at() > before.asOf())
                .toList();
        if (changed.isEmpty() && states.isEmpty() && !isHubNews) {
            return Optional.empty();
        }
        return Optional.of(new FleetBodies.DeltaBody(
                now.asOf(),
                FleetBodies.counts(now.sites()),
                changed,
                FleetBodies.changes(states, now),
                states.isEmpty() ? Optional.empty() : Optional.of(FleetBodies.visits(now.sites())),
                hub));
    }

    private void stream(ServerRequest request, ServerResponse response) {
        if (readers.size() >= MAX_READERS) {
            throw new ApiException(Status.SERVICE_UNAVAILABLE_503, "too many live pages are open; load again later");
        }
        BlockingQueue<Message> mine = new ArrayBlockingQueue<>(MAX_WAITING);
        Message first;
        synchronized (this) {
            first = greeting();
            readers.add(mine);
        }
        // Helidon's own sink for events knows no HTTP/2, which every browser speaks over TLS.
        response.headers().set(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-cache");
        try (OutputStream events = response.outputStream()) {
            emit(events, first);
            while (!closed && readers.contains(mine)) {
                Message message = mine.poll(PING.toMillis(), TimeUnit.MILLISECONDS);
                emit(events, message != null ? message : ping());
            }
        } catch (IOException | UncheckedIOException | IllegalStateException _) {
            // The page is gone; that is how streams end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            readers.remove(mine);
        }
    }

    private synchronized Message greeting() {
        FleetWatch.Snapshot now = watch.snapshot();
        Optional<String> problem = notReady.get();
        Greeting known = greeting;
        if (known == null || known.of().asOf() != now.asOf() || !known.problem().equals(problem)) {
            var message = new Message("fleet", Json.text(FleetBodies.fleet(now, hubStartedAt, problem)));
            known = new Greeting(now, problem, message);
            greeting = known;
        }
        return known.message();
    }

    private Message ping() {
        return new Message("ping", Json.text(Map.of("asOf", watch.snapshot().asOf())));
    }

    private static void emit(OutputStream events, Message message) throws IOException {
        events.write(
                ("event: " + message.name() + "\ndata: " + message.data() + "\n\n").getBytes(StandardCharsets.UTF_8));
        events.flush();
    }
}
