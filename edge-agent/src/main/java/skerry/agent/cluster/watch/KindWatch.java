package skerry.agent.cluster.watch;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import skerry.agent.cluster.api.ApiAccess;
import skerry.agent.cluster.api.ApiCall;
import skerry.agent.cluster.api.ApiException;
import skerry.agent.http.HttpAnswer;
import skerry.platform.time.MonotonicClock;

/**
 * Follows the objects of one kind for as long as it runs: lists them in pages, watches from there, and after each fault goes on
 * where it was. Only where the server has forgotten that place (410) is all read anew. A watch that ends is no fault; one that
 * brings nothing until its time is over is ended and asked for again, so that a dead connection is found.
 */
public final class KindWatch implements Runnable, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KindWatch.class.getName());

    static final int PAGE = 250;
    private static final Duration PAGE_LIMIT = Duration.ofSeconds(30);
    private static final int MOST_PAGES = 10_000;
    /** How long a watch is asked for, as a rule. */
    public static final Duration USUAL_WATCH = Duration.ofMinutes(2);

    /** A watch that ends sooner without a word is a fault: asking again at once would go on for ever. */
    private static final long SHORT_MILLIS = 5_000;

    /** So often a watch may be turned away for another reason than its age, before all is listed anew. */
    private static final int MOST_TURNED_AWAY = 3;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** Rights are given by people, and at the server's start they come late. */
    private static final Duration FIRST_REFUSED = Duration.ofSeconds(20);

    private static final Duration LONGEST_REFUSED = Duration.ofMinutes(10);
    /** A kind that is not there may be added at any time, and k3s adds its own late in its start. */
    private static final Duration LONGEST_ABSENT = Duration.ofMinutes(5);

    private static final Duration QUESTION_LIMIT = Duration.ofSeconds(10);

    /**
     * What all kinds of one cluster share.
     *
     * @param watch how long a watch is asked for, whole seconds; after one and a half of it, it is ended
     * @param lists so that the objects of one list at a time are on their way
     * @param said which fault was said last
     */
    public record Shared(
            ApiAccess access,
            String userAgent,
            MonotonicClock mono,
            RandomGenerator random,
            Waiting waiting,
            Duration watch,
            Semaphore lists,
            Said said) {}

    private final List<WatchedPath> paths;
    private final ObjectIntake intake;
    private final Shared shared;
    private final WatchStatus status;
    private final Pauses afterFaults;
    private final Pauses afterRefusals;
    private final Pauses afterAbsence;
    private volatile boolean closed;
    private volatile Optional<ApiCall> call = Optional.empty();
    private WatchedPath path;
    private String version = "";
    private int turnedAway;
    private boolean saidTrouble;

    public KindWatch(WatchedPath path, ObjectIntake intake, Shared shared) {
        this(List.of(path), intake, shared);
    }

    /** @param paths where the kind is, the best first; where one is refused, the next is tried */
    public KindWatch(List<WatchedPath> paths, ObjectIntake intake, Shared shared) {
        this.paths = List.copyOf(paths);
        this.path = paths.getFirst();
        this.intake = intake;
        this.shared = shared;
        this.status = new WatchStatus(path.name(), path.optional());
        this.afterFaults = new Pauses(FIRST_PAUSE, LONGEST_PAUSE, shared.random());
        this.afterRefusals = new Pauses(FIRST_REFUSED, LONGEST_REFUSED, shared.random());
        this.afterAbsence = new Pauses(FIRST_REFUSED, LONGEST_ABSENT, shared.random());
    }

    public WatchStatus status() {
        return status;
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                Optional<Duration> pause = once();
                if (pause.isPresent() && !closed) {
                    shared.waiting().pause(pause.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends whatever it waits for at the server; its thread must be interrupted beside. */
    @Override
    public void close() {
        closed = true;
        call.ifPresent(ApiCall::close);
    }

    /** Lists if it must and watches once; how long to wait then, if at all. */
    private Optional<Duration> once() throws InterruptedException {
        try {
            if (version.isEmpty()) {
                list();
            }
            return watch() ? Optional.empty() : Optional.of(afterFaults.next());
        } catch (ApiException e) {
            if (path.optional() && e.isRefused() && isAbsent(e)) {
                return Optional.of(absent());
            }
            if (e.isGone()) {
                LOG.log(DEBUG, "{0}: the server has forgotten where the watch was, all are listed anew", path.name());
                version = "";
                return Optional.of(afterFaults.next());
            }
            // A server that was set back to a copy does not know where this watch was, and says so in other words.
            if (!e.isRefused() && e.status() != 401 && e.status() != 429 && ++turnedAway >= MOST_TURNED_AWAY) {
                version = "";
            }
            return e.isRefused() ? refused(e) : Optional.of(failed(e, false));
        } catch (IOException e) {
            return Optional.of(failed(e, false));
        } catch (RuntimeException e) {
            LOG.log(WARNING, "following " + path.name() + " is broken, please report this", e);
            version = "";
            return Optional.of(failed(new IOException("the agent is at fault (" + e + ")", e), false));
        }
    }

    private Optional<Duration> refused(ApiException e) {
        int next = (paths.indexOf(path) + 1) % paths.size();
        if (paths.size() > 1) {
            path = paths.get(next);
            version = "";
        }
        if (next != 0) {
            return Optional.empty();
        }
        intake.refused();
        return Optional.of(failed(e, true));
    }

    /** Who may not read a kind is refused whether it exists or not; which kinds there are is told to everybody. */
    private boolean isAbsent(ApiException refusal) {
        if (refusal.status() == 404) {
            return true;
        }
        try {
            return !exchange(path.group(), QUESTION_LIMIT, body -> GroupResources.has(body, path.resource()));
        } catch (ApiException e) {
            return e.status() == 404;
        } catch (IOException e) {
            LOG.log(DEBUG, "whether there are {0} is not known: {1}", path.name(), sentence(e));
            return false;
        }
    }

    /** What was told of the kind is gone with it. */
    private Duration absent() {
        version = "";
        if (status.gone()) {
            intake.listBegins();
            intake.listEnds("");
        }
        LOG.log(DEBUG, "the API server has no {0}, which may come", path.name());
        return afterAbsence.next();
    }

    private Duration failed(IOException e, boolean refused) {
        if (!closed) {
            String why = sentence(e);
            boolean news = status.failed(why, refused);
            if (news
                    && !status.isAbsent()
                    && shared.said().isNews(why, shared.mono().millis())) {
                saidTrouble = true;
                String way = refused ? "is tried again every few minutes" : "is tried again";
                LOG.log(WARNING, "{0} cannot be followed, which {1}: {2}", path.name(), way, why);
            } else {
                LOG.log(DEBUG, "{0} still cannot be followed: {1}", path.name(), why);
            }
        }
        return refused ? afterRefusals.next() : afterFaults.next();
    }

    /** The parser's own messages hold what it read. */
    private static String sentence(IOException e) {
        return e instanceof JsonProcessingException
                ? "the API server sends what is no JSON, or beyond all bounds"
                : String.valueOf(e.getMessage());
    }

    private void list() throws IOException, InterruptedException {
        shared.lists().acquire();
        try {
            intake.listBegins();
            String next = "";
            for (int pages = 0; pages < MOST_PAGES; pages++) {
                String query = path.page(PAGE, next);
                ObjectPage page = exchange(query, PAGE_LIMIT, body -> ObjectPage.read(body, intake::put));
                next = page.next();
                if (next.isEmpty()) {
                    intake.listEnds(page.version());
                    version = page.version();
                    status.listed(shared.mono().millis());
                    works();
                    return;
                }
            }
            throw new IOException("the API server's list does not end after " + MOST_PAGES + " pages");
        } finally {
            shared.lists().release();
        }
    }

    private void works() {
        turnedAway = 0;
        afterFaults.worked();
        afterRefusals.worked();
        afterAbsence.worked();
    }

    /** @return whether to watch on at once */
    private boolean watch() throws IOException {
        long began = shared.mono().millis();
        long least = shared.watch().toSeconds();
        long seconds = least + shared.random().nextLong(least / 4 + 1);
        var heard = new boolean[1];
        exchange(path.watch(version, seconds), shared.watch().multipliedBy(3).dividedBy(2), body -> {
            heard();
            heard[0] = follow(body);
            return heard[0];
        });
        boolean lasted = shared.mono().millis() - began >= SHORT_MILLIS;
        if (heard[0] || lasted) {
            heard();
            works();
            return true;
        }
        return false;
    }

    private void heard() {
        if (status.heard(shared.mono().millis()) && saidTrouble) {
            saidTrouble = false;
            LOG.log(INFO, "{0} can be followed again", path.name());
        }
    }

    /** @return whether anything came */
    private boolean follow(HttpAnswer body) throws IOException {
        boolean any = false;
        body.allow(ObjectReader.MAX_BYTES);
        try (JsonParser parser = ObjectReader.parser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.START_OBJECT) {
                    throw new IOException("the API server sends something else where a change is expected");
                }
                change(parser);
                body.allow(ObjectReader.MAX_BYTES);
                heard();
                any = true;
            }
        }
        return any;
    }

    private void change(JsonParser parser) throws IOException {
        ObjectNode change = ObjectReader.object(parser);
        if (!(change.path("object") instanceof ObjectNode object)) {
            throw new IOException("the API server sends a change without its object");
        }
        String type = change.path("type").asText("");
        switch (type) {
            case "ADDED", "MODIFIED" -> intake.put(object);
            case "DELETED" -> intake.remove(object);
            case "BOOKMARK" -> {
                // its version is all it says
            }
            case "ERROR" ->
                throw new ApiException(
                        object.path("code").asInt(500),
                        "the API server ends the watch with status "
                                + object.path("code").asInt(500));
            default -> throw new IOException("the API server sends a change of a type that is not known");
        }
        String reached = object.path("metadata").path("resourceVersion").asText("");
        if (!reached.isEmpty()) {
            version = reached;
        }
    }

    /** Reads an answer. */
    private interface Reading<T> {
        T read(HttpAnswer body) throws IOException;
    }

    private <T> T exchange(String query, Duration limit, Reading<T> reading) throws IOException {
        try (var one = new ApiCall(shared.access(), shared.userAgent(), shared.mono(), limit)) {
            call = Optional.of(one);
            if (closed) {
                throw new IOException("the agent ends");
            }
            return reading.read(one.get(query));
        } finally {
            call = Optional.empty();
        }
    }
}
