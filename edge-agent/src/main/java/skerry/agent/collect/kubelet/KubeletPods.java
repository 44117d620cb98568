package skerry.agent.collect.kubelet;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.agent.collect.logs.pods.PodLook;
import skerry.agent.collect.targets.TlsContexts;
import skerry.agent.http.HttpAnswer;
import skerry.agent.http.HttpExchange;
import skerry.agent.http.HttpTls;
import skerry.platform.time.MonotonicClock;

/**
 * Reads which pods this machine runs from its kubelet, every quarter of a minute and soon after somebody asked, so that a node's agent
 * knows labels, annotations and ends without any right at the API server. Kubelets give it by the right to get {@code nodes/pods}
 * since Kubernetes 1.33; those before want {@code nodes/proxy}, which is never asked for. Reads on a thread of its own; all else
 * is called from any.
 */
public final class KubeletPods implements PodLook, AutoCloseable {
    /** To {@code get} this, in the API's core group. */
    public static final String RIGHT = "nodes/pods";

    private static final System.Logger LOG = System.getLogger(KubeletPods.class.getName());
    private static final String PATH = "/pods";
    /** A crash is told of within the time that a black box waits for it. */
    private static final Duration EVERY = Duration.ofSeconds(15);

    /** However often somebody asks. */
    private static final Duration SOONEST = Duration.ofSeconds(2);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** Rights are given by people. */
    private static final Duration FIRST_REFUSED = Duration.ofSeconds(20);

    private static final Duration LONGEST_REFUSED = Duration.ofMinutes(5);

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    /** A pod has some 10 KiB; nothing of it is held. */
    private static final long MAX_BYTES = 32 << 20;

    private static final int MAX_ERROR_BYTES = 1 << 10;
    /** What a kubelet that knows no {@code nodes/pods} says it wants. */
    private static final String ONLY_PROXY = "subresource=proxy";

    private final KubeletPlace.Found kubelet;
    private final TlsContexts tls = new TlsContexts();
    private final String userAgent;
    private final PodBook book;
    private final MonotonicClock mono;
    private final Thread thread;
    private Set<String> known = Set.of();
    private long begun;
    private long whole;
    private boolean refused;
    private boolean asked;
    private boolean closed;
    private Optional<HttpExchange> exchange = Optional.empty();
    private Optional<String> trouble = Optional.empty();
    private Duration pause = FIRST_PAUSE;

    /**
     * @param userAgent what the agent calls itself
     * @param book is told of the pods, by the thread of this
     */
    public KubeletPods(KubeletPlace.Found kubelet, String userAgent, PodBook book, MonotonicClock mono) {
        this.kubelet = kubelet;
        this.userAgent = userAgent;
        this.book = book;
        this.mono = mono;
        this.thread = Thread.ofPlatform().name("kubelet-pods").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public synchronized boolean knows(String uid) {
        return known.contains(uid);
    }

    @Override
    public synchronized long ask() {
        asked = true;
        notifyAll();
        return begun + 1;
    }

    @Override
    public synchronized boolean isAnswered(long ticket) {
        return refused || whole >= ticket;
    }

    /** Whether somebody waits for a look. */
    synchronized boolean isAsked() {
        return asked;
    }

    /** Why the pods are not known, or not as they are now, as a sentence; empty while they are. */
    public synchronized Optional<String> trouble() {
        return trouble;
    }

    /** Ends the thread, whatever it waits for. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            exchange.ifPresent(HttpExchange::close);
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (rest(look())) {
                // until it ends
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether to go on */
    private synchronized boolean rest(Duration most) throws InterruptedException {
        long began = mono.millis();
        while (!closed) {
            boolean soon = asked && !refused;
            long left =
                    began + (soon ? Math.min(SOONEST.toMillis(), most.toMillis()) : most.toMillis()) - mono.millis();
            if (left <= 0) {
                return true;
            }
            wait(left);
        }
        return false;
    }

    /** Looks once; how long to wait then, unless somebody asks. */
    Duration look() {
        long number = begin();
        try {
            var seen = new HashSet<String>();
            Optional<String> refusal = read(seen);
            if (refusal.isPresent()) {
                return refused(refusal.get());
            }
            return whole(number, seen);
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(WARNING, "reading the kubelet's pods is broken, please report this", e);
            return failed("the agent is at fault (" + e + ")");
        }
    }

    private synchronized long begin() {
        asked = false;
        return ++begun;
    }

    /** @return why the kubelet refuses, if it does */
    private Optional<String> read(Set<String> seen) throws IOException {
        var one = new HttpExchange(
                "the kubelet at " + kubelet.where(), mono, mono.millis() + LIMIT.toMillis(), LONGEST_CONNECT);
        hold(one);
        try (one) {
            HttpAnswer answer =
                    one.ask(kubelet.where(), Optional.of(secured()), request().getBytes(StandardCharsets.ISO_8859_1));
            if (answer.status() == 401 || answer.status() == 403) {
                return Optional.of(refusal(answer));
            }
            if (answer.status() != 200) {
                throw new IOException("the kubelet at " + kubelet.where() + " answers with status " + answer.status());
            }
            answer.allow(MAX_BYTES);
            book.listBegins();
            PodList.read(answer, book::wantsLabel, pod -> {
                seen.add(pod.uid());
                book.put(pod);
            });
            return Optional.empty();
        }
    }

    private synchronized void hold(HttpExchange one) {
        exchange = Optional.of(one);
        if (closed) {
            one.close();
        }
    }

    private HttpTls secured() throws IOException {
        return new HttpTls(
                tls.of(kubelet.tls()),
                kubelet.tls().serverName().orElse(kubelet.where().host()),
                !kubelet.tls().unchecked());
    }

    private String request() throws IOException {
        String login = kubelet.login()
                .header()
                .map(word -> "Authorization: " + word + "\r\n")
                .orElse("");
        return "GET " + PATH + " HTTP/1.1\r\nHost: " + kubelet.where() + "\r\nUser-Agent: " + userAgent
                + "\r\nAccept: application/json\r\n" + login + "Connection: close\r\n\r\n";
    }

    private String refusal(HttpAnswer answer) {
        if (answer.status() == 401) {
            return "the kubelet does not know who asks for its pods";
        }
        answer.allow(MAX_ERROR_BYTES);
        return answer.errorText(MAX_ERROR_BYTES).contains(ONLY_PROXY)
                ? "this kubelet gives its pods only with nodes/proxy, which is never asked for; kubelets do without since"
                        + " Kubernetes 1.33"
                : "the right to get " + RIGHT + " at the kubelet is missing";
    }

    private synchronized Duration whole(long number, Set<String> seen) {
        book.listEnds();
        known = Set.copyOf(seen);
        whole = number;
        refused = false;
        pause = FIRST_PAUSE;
        if (trouble.isPresent()) {
            trouble = Optional.empty();
            LOG.log(INFO, "the pods of this machine are known from its kubelet");
        }
        return EVERY;
    }

    private synchronized Duration refused(String why) {
        tell(why + ", and so it is not known " + PodBook.COST + " (logs.unknown-pods)", true);
        book.refused();
        return next(FIRST_REFUSED, LONGEST_REFUSED);
    }

    private synchronized Duration failed(String why) {
        tell("the pods of this machine cannot be read from its kubelet, which is tried again: " + why, false);
        return next(FIRST_PAUSE, LONGEST_PAUSE);
    }

    private Duration next(Duration first, Duration longest) {
        Duration now = pause.compareTo(first) < 0 ? first : pause.compareTo(longest) > 0 ? longest : pause;
        pause = now.multipliedBy(2);
        return now;
    }

    /** Once, and again when it is of the other kind. */
    private void tell(String sentence, boolean isRefusal) {
        if (!closed && (trouble.isEmpty() || refused != isRefusal)) {
            LOG.log(WARNING, "{0}", sentence);
        }
        refused = isRefusal;
        trouble = Optional.of(sentence);
    }
}
