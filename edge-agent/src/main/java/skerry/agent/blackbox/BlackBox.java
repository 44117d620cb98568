package skerry.agent.blackbox;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import skerry.agent.collect.logs.pods.ContainerEnd;
import skerry.agent.ring.Box;
import skerry.agent.ring.BoxBounds;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.StoredBox;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

/**
 * Keeps what was recorded before crashes. Several may tell of one crash: the name of the new log, the kernel's count of OOM
 * kills, the cluster; what they know is put together. One that crashes all the time has a box each half hour, and three of
 * them. Thread-safe.
 */
public final class BlackBox {
    /** What was recorded until then is stored after so long, and what the cluster knows is heard. */
    static final Duration SETTLE = Duration.ofSeconds(20);

    static final Duration AGAIN_AFTER = Duration.ofMinutes(30);
    static final int MOST_OF_ONE = 3;

    /** A crash that is longer ago is history, as where an agent reads old logs for the first time. */
    private static final Duration RECENT = Duration.ofMinutes(10);
    /** How long kubelet waits at most before it starts a container again: the crash lies so far before its first line. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final int REMEMBERED = 2_048;
    private static final Bytes EMPTY = Bytes.of(new byte[0]);
    private static final System.Logger LOG = System.getLogger(BlackBox.class.getName());

    private final Duration span;
    private final BoxBounds bounds;
    private final boolean on;
    private final Ring ring;
    private final Pin pin;
    private final UnaryOperator<String> redact;
    private final Supplier<Moment> now;
    private final Map<String, Boolean> pods = remembering();
    /** By what crashed, the newest crash that has a box. */
    private final Map<String, Crash> boxed = remembering();

    private final Map<String, ContainerEnd> ends = remembering();
    private final Map<String, Double> oomKills = new HashMap<>();
    private final Map<String, Open> open = new LinkedHashMap<>();
    private long pinned;
    private long heldBack;
    private long failed;
    private long gone;

    /** Stores a box and the event that tells of it in one transaction; false if there is no room now. */
    @FunctionalInterface
    public interface Pin {
        boolean pin(Event event, Box box, BoxBounds bounds);
    }

    /**
     * Counts since the start.
     *
     * @param pinned boxes that were filled
     * @param gaveWay boxes that made room for others
     * @param heldBack crashes without a box, since the same had one shortly before
     * @param failed attempts to fill a box
     */
    public record Counts(long pinned, long gaveWay, long heldBack, long failed) {}

    private record Open(Crash crash, long dueMono) {}

    /**
     * @param ringBytes the ring's bound
     * @param redact takes personal data out of names, as the ring does
     */
    public BlackBox(
            BlackBoxSettings settings,
            long ringBytes,
            Ring ring,
            Pin pin,
            UnaryOperator<String> redact,
            Supplier<Moment> now) {
        this.span = settings.span();
        this.bounds = settings.bounds(ringBytes);
        this.on = settings.boxes() > 0;
        this.ring = ring;
        this.pin = pin;
        this.redact = redact;
        this.now = now;
        resume();
    }

    private static <V> Map<String, V> remembering() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** Takes up the boxes that an earlier run noted and did not fill; one that is damaged is forgotten. */
    private void resume() {
        for (StoredBox stored : ring.boxes()) {
            Optional<Crash> crash = stored.intact() ? Crash.decode(stored.box().about()) : Optional.empty();
            if (crash.isEmpty()) {
                LOG.log(Level.WARNING, "black box {0} is damaged and is left out", stored.id());
                forget(stored.box().key());
            } else {
                boxed.put(crash.get().who(), crash.get());
                if (crash.get().content().isEmpty()) {
                    // What the cluster knows of it was heard by the run that ended, and is told again.
                    open.put(stored.box().key(), new Open(crash.get(), now.get().monoMillis() + SETTLE.toMillis()));
                }
            }
        }
    }

    /** A pod's logs are read on this machine. */
    synchronized void here(String namespace, String pod) {
        pods.put(redact.apply(namespace) + "/" + redact.apply(pod), true);
    }

    /**
     * The log of a container's next start begins.
     *
     * @param restart number of the one that ended
     * @param atMillis of the first line, UTC epoch milliseconds
     */
    synchronized void restarted(String namespace, String pod, String container, int restart, long atMillis) {
        note(new Crash(
                redact.apply(namespace),
                redact.apply(pod),
                redact.apply(container),
                restart,
                Crash.RESTARTED,
                -1,
                atMillis,
                false,
                Optional.empty()));
    }

    /** The cluster tells how a container ended, or that a pod was evicted; it does so again and again. */
    public synchronized void ended(ContainerEnd end) {
        Crash crash = crash(end);
        ContainerEnd before = ends.put(crash.who(), end);
        boolean news = before == null || !before.equals(end);
        if (isWell(end)) {
            open.values().stream()
                    .map(Open::crash)
                    .filter(noted -> noted.who().equals(crash.who()) && noted.restart() == end.restart())
                    .toList()
                    .forEach(this::withdraw);
        } else if (news && pods.containsKey(crash.namespace() + "/" + crash.pod())) {
            note(crash);
        }
    }

    /** As {@link #ended}, of a pod that is known to be on this machine, whether its logs are read or not. */
    public synchronized void endedHere(ContainerEnd end) {
        here(end.namespace(), end.pod());
        ended(end);
    }

    private Crash crash(ContainerEnd end) {
        return new Crash(
                redact.apply(end.namespace()),
                redact.apply(end.pod()),
                redact.apply(end.container()),
                end.restart(),
                end.reason().isEmpty()
                        ? Crash.RESTARTED
                        : redact.apply(end.reason()).replaceAll("\\p{Cntrl}", "?"),
                end.exitCode(),
                end.atMillis() == 0 ? now.get().wallMillis() : end.atMillis(),
                true,
                Optional.empty());
    }

    private static boolean isWell(ContainerEnd end) {
        return end.exitCode() == 0 && !end.reason().equals(Crash.OOM_KILLED);
    }

    /** The kernel's count of processes that were killed for memory, of one container or pod, as of now. */
    public synchronized void oomKills(Labels labels, double count) {
        String who = labels.get("namespace") + "/" + labels.get("pod") + "/" + labels.get("container");
        if (labels.get("pod").isEmpty()) {
            return;
        }
        if (oomKills.size() >= REMEMBERED && !oomKills.containsKey(who)) {
            oomKills.clear();
        }
        Double before = oomKills.put(who, count);
        if (before != null && count > before && !labels.get("container").isEmpty()) {
            note(new Crash(
                    redact.apply(labels.get("namespace")),
                    redact.apply(labels.get("pod")),
                    redact.apply(labels.get("container")),
                    -1,
                    Crash.OOM_KILLED,
                    -1,
                    now.get().wallMillis(),
                    true,
                    Optional.empty()));
        }
    }

    private void note(Crash told) {
        Moment at = now.get();
        if (!on || at.wallMillis() - told.atMillis() > RECENT.toMillis()) {
            return;
        }
        Crash crash = told;
        ContainerEnd end = ends.get(told.who());
        if (end != null && end.restart() == told.restart()) {
            if (isWell(end)) {
                return;
            }
            crash = end.atMillis() > 0 ? crash(end) : told.with(crash(end));
        }
        for (Open other : List.copyOf(open.values())) {
            if (other.crash.who().equals(crash.who())) {
                open.put(other.crash.key(), new Open(other.crash.with(crash), other.dueMono));
                return;
            }
        }
        Crash before = boxed.get(crash.who());
        if (before != null && Math.abs(crash.atMillis() - before.atMillis()) < AGAIN_AFTER.toMillis()) {
            heldBack += before.restart() == crash.restart() ? 0 : 1;
            return;
        }
        boxed.put(crash.who(), crash);
        open.put(crash.key(), new Open(crash, at.monoMillis() + SETTLE.toMillis()));
        ring.add(new Box(crash.key(), crash.encode(), EMPTY), bounds);
    }

    private void withdraw(Crash crash) {
        open.remove(crash.key());
        boxed.remove(crash.who());
        forget(crash.key());
    }

    private void forget(String key) {
        ring.add(new Box(key, "", EMPTY), bounds);
    }

    /** Fills the boxes that are due. */
    public void round() {
        for (Open one : due()) {
            fill(one.crash);
        }
    }

    private synchronized List<Open> due() {
        long mono = now.get().monoMillis();
        return open.values().stream().filter(one -> one.dueMono <= mono).toList();
    }

    private void fill(Crash crash) {
        // A crash that the cluster dated may be older than its log's newest lines; these are wanted as well.
        long to = Math.max(now.get().wallMillis(), crash.atMillis());
        long from = crash.atMillis() - span.toMillis() - (crash.dated() ? 0 : LONGEST_PAUSE.toMillis());
        var content = new BoxContent(crash, from, Math.min(to, crash.atMillis() + span.toMillis()));
        try (RingReader reader = ring.reader()) {
            Bytes body = content.read(reader);
            Crash filled = crash.filled(content.found());
            var box = new Box(crash.key(), filled.encode(), body);
            if (body.size() <= bounds.bytes() && pin.pin(event(filled), box, bounds)) {
                done(filled);
            } else {
                later(crash, "there is no room for it");
            }
        } catch (SQLException | IOException e) {
            later(crash, String.valueOf(e.getMessage()));
        }
    }

    private synchronized void done(Crash filled) {
        open.remove(filled.key());
        pinned++;
        List<String> same = new ArrayList<>();
        for (StoredBox stored : ring.boxes()) {
            Crash.decode(stored.box().about())
                    .filter(other -> other.who().equals(filled.who()))
                    .ifPresent(_ -> same.add(stored.box().key()));
        }
        for (String oldest : same.subList(0, Math.max(0, same.size() - MOST_OF_ONE))) {
            forget(oldest);
            gone++;
        }
    }

    private synchronized void later(Crash crash, String why) {
        failed++;
        if (open.containsKey(crash.key())) {
            open.put(crash.key(), new Open(crash, now.get().monoMillis() + RETRY.toMillis()));
        }
        LOG.log(Level.WARNING, "what was recorded before {0} ended is not kept yet: {1}", crash.subject(), why);
    }

    private Event event(Crash crash) {
        Moment at = now.get();
        var attributes = new HashMap<String, String>();
        attributes.put("namespace", crash.namespace());
        attributes.put("pod", crash.pod());
        attributes.put("reason", crash.reason());
        attributes.put("at", Long.toString(crash.atMillis()));
        if (!crash.container().isEmpty()) {
            attributes.put("container", crash.container());
        }
        if (crash.restart() >= 0) {
            attributes.put("restart", Integer.toString(crash.restart()));
        }
        if (crash.exitCode() >= 0) {
            attributes.put("exit_code", Integer.toString(crash.exitCode()));
        }
        String text = crash.subject() + (crash.reason().equals(Crash.EVICTED) ? " was evicted" : " ended") + " ("
                + crash.how() + "): what was recorded before is kept at the site";
        return new Event("blackbox", Severity.WARNING, at.wallMillis(), at.monoMillis(), text, attributes);
    }

    public synchronized Counts counts() {
        return new Counts(pinned, gone + ring.boxesGone(), heldBack, failed);
    }

    /** The JSON objects in a box, one a line: lines, then events, then series. */
    public static List<String> content(Box box) throws IOException {
        return box.body().size() == 0 ? List.of() : BoxContent.unpack(box.body());
    }
}
