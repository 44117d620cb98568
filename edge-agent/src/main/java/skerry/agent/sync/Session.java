package skerry.agent.sync;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import skerry.agent.budget.Spending;
import skerry.agent.contact.LinkHours;
import skerry.agent.ring.Outbox;
import skerry.agent.ring.Outbox.HubMark;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.HubState;
import skerry.protocol.stick.StickReceipt;

/**
 * An agent's conversation with the hub, as a pure state machine: what happens goes in with the time, what is to be done
 * comes out. It has no threads, no clock and no connection of its own, and no decision depends on wall time; only the hours
 * of the link do, where a node has such, and those come in. Data is freed by the hub's sealed word alone; the broker's
 * acknowledgements only pace the sending.
 *
 * <p>Not thread-safe. Source: sync protocol, sections 2, 3, 5, 6, 12.
 */
public final class Session {
    private static final long EARLY_LOSS_MILLIS = 30_000;
    private static final int EARLY_LOSSES = 3;

    /** How often the hub's commit counter is stored while nothing but receipts come in. */
    private static final long MARK_EVERY_MILLIS = 600_000;

    private static final long DEFAULT_JITTER_MILLIS = 2_000;
    private static final int DEAD_HUBS = 8;
    private static final int MOST_DOUBTS = 3;
    private static final long NONE = -1;

    private final SessionSettings settings;
    private final Uid uid;
    private final Outbox outbox;
    private final Wire wire;
    private final Presence presence;
    private final Spending spending;
    private final LinkHours hours;
    private final RandomGenerator random;
    private final BackOff backOff;
    private final Receipts receipts;
    private final HelloTalk hello;
    private final Allowance allowance = new Allowance();
    private final BatchSender sender;
    private final List<SessionAction> actions = new ArrayList<>();

    /** Of the present step. */
    private long now;

    /** Of the present step. */
    private LinkHours.Turn turn;

    /** Outside of the link's hours, and not connected any more. */
    private boolean resting;

    private final Parting parting = new Parting();
    private Link link = Link.DOWN;
    private boolean blocked;
    private long attempt;
    private long conn;

    /** When the attempt or the connection began. */
    private long linkSince;

    /** While down the next attempt; while blocked on a connection, the next try on it. */
    private long nextTry;

    private int earlyLosses;
    private long hubJitter = DEFAULT_JITTER_MILLIS;

    /** The hub process that answered this connection's hello; 0 before. */
    private long hubBoot;

    /** The hub process that is there, as the broker told last on this connection; 0 before. */
    private long statedHub;

    /** Answers that were not taken, since they came from another hub process than that. */
    private int doubts;

    /** The broker had nobody to give something to, as it said last. */
    private boolean nobodyTook;

    /** Hub processes that another one has followed: nothing they once said counts any more. */
    private final Deque<Long> deadHubs = new ArrayDeque<>();

    private HubMark mark;
    private long markStored;
    private long rehelloAt;
    private final LivePulse pulse = new LivePulse();
    private long tokens;

    private long lastContact = NONE;
    private long disbelieved;
    private @Nullable String problem;
    private SessionState state = SessionState.OFFLINE;
    private long stateSince;

    private enum Link {
        DOWN,
        CONNECTING,
        UP
    }

    /** As below, on a link without a budget. */
    public Session(
            SessionSettings settings,
            Uid uid,
            Outbox outbox,
            Wire wire,
            Presence presence,
            RandomGenerator random,
            long nowMillis) {
        this(settings, uid, outbox, wire, presence, Spending.UNLIMITED, random, nowMillis);
    }

    /** As below, with a link that may be used at any time. */
    public Session(
            SessionSettings settings,
            Uid uid,
            Outbox outbox,
            Wire wire,
            Presence presence,
            Spending spending,
            RandomGenerator random,
            long nowMillis) {
        this(settings, uid, outbox, wire, presence, spending, LinkHours.ALWAYS, random, nowMillis);
    }

    /**
     * @param random for pauses and connection ids; in a running agent a secure one, because the id seeds a key
     * @param nowMillis monotonic, as everywhere here
     */
    public Session(
            SessionSettings settings,
            Uid uid,
            Outbox outbox,
            Wire wire,
            Presence presence,
            Spending spending,
            LinkHours hours,
            RandomGenerator random,
            long nowMillis) {
        this.settings = settings;
        this.uid = uid;
        this.outbox = outbox;
        this.wire = wire;
        this.presence = presence;
        this.spending = spending;
        this.hours = hours;
        this.turn = hours.at(nowMillis);
        this.random = random;
        this.backOff = new BackOff(
                random, settings.retryFirst().toMillis(), settings.retryMost().toMillis());
        this.receipts = new Receipts(uid, outbox);
        this.hello = new HelloTalk(
                settings.helloEvery().toMillis(), settings.resendMost().toMillis());
        this.sender = new BatchSender(settings, outbox, receipts, allowance, this::publishBatch, nowMillis);
        this.mark = outbox.lastHub();
        this.markStored = nowMillis;
        this.stateSince = nowMillis;
        this.now = nowMillis;
        this.nextTry = nowMillis + backOff.between(0, settings.retryFirst().toMillis());
    }

    /** Takes in what happened and says what is to be done, in order. */
    public List<SessionAction> on(SessionInput input, long nowMillis) {
        now = nowMillis;
        turn = hours.at(now);
        switch (input) {
            case SessionInput.Tick() -> {}
            case SessionInput.NewBatches() -> sender.more();
            case SessionInput.LiveChanged() -> pulse.changed(now);
            case SessionInput.FromStick(StickReceipt receipt) -> fromStick(receipt);
            case SessionInput.WantPiece(Bytes want) -> want(want);
            case SessionInput.Connected(long of, int receiveMaximum, int packet) -> {
                if (of == attempt && link == Link.CONNECTING) {
                    connected(receiveMaximum, packet);
                }
            }
            case SessionInput.ConnectFailed(long of, boolean permanent, String sentence) -> {
                if (of == attempt && link == Link.CONNECTING) {
                    down(sentence, permanent ? slowly() : now + backOff.next(), permanent);
                }
            }
            case SessionInput.Lost(long of, String sentence) -> {
                if (of == attempt && link != Link.DOWN) {
                    lost(sentence);
                }
            }
            case SessionInput.Subscribed(long of, int code) -> {
                if (of == attempt && link == Link.UP && code >= 0x80) {
                    block("the broker refuses the subscription to this agent's topics (reason code " + hex(code)
                            + "): check the topic rights of " + uid);
                }
            }
            case SessionInput.Published(long of, long token, int code) -> {
                if (of == attempt && link == Link.UP) {
                    published(token, code);
                }
            }
            case SessionInput.Received(long of, Downlink from, Bytes payload) -> {
                if (of == attempt && link == Link.UP) {
                    received(from, payload);
                }
            }
        }
        advance();
        settle();
        var out = List.copyOf(actions);
        actions.clear();
        return out;
    }

    /** When {@link SessionInput.Tick} is next of use. */
    public long wakeAt() {
        if (parting.isUnderWay()) {
            return parting.wakeAt();
        }
        return Math.min(turn.until(), resting ? Long.MAX_VALUE : wakeInHours());
    }

    private long wakeInHours() {
        return switch (link) {
            case DOWN -> nextTry;
            case CONNECTING -> linkSince + settings.attemptLimit().toMillis();
            case UP -> {
                long live = pulse.wakeAt();
                yield blocked ? Math.min(live, nextTry) : Math.min(live, wakeWhileOpen());
            }
        };
    }

    private long wakeWhileOpen() {
        return Math.min(
                Math.min(sender.wakeAt(now), allowance.settlesAt()), hello.isOpen() ? hello.nextStep() : rehelloAt);
    }

    public SessionView view() {
        return new SessionView(
                state, stateSince, lastContact, sender.inFlight(), disbelieved, Optional.ofNullable(problem));
    }

    // ---- the connection

    private void connect() {
        link = Link.CONNECTING;
        blocked = false;
        linkSince = now;
        attempt++;
        do {
            conn = random.nextLong();
        } while (conn == 0);
        actions.add(new SessionAction.Connect(attempt, Bytes.of(wire.encode(new AgentState(false, conn, 0)))));
    }

    private void connected(int receiveMaximum, int packet) {
        link = Link.UP;
        linkSince = now;
        hubBoot = 0;
        statedHub = 0;
        doubts = 0;
        pulse.connected(now);
        allowance.clear();
        nobodyTook = false;
        receipts.clear();
        sender.connected(receiveMaximum, packet);
        // On a thin line each packet that goes before it keeps the present state away for seconds.
        live();
        actions.add(new SessionAction.Subscribe(attempt));
        var heads = outbox.heads();
        publish(Uplink.STATE, wire.encode(new AgentState(true, conn, presentEpoch(heads))));
        hello.start(heads, now);
    }

    private void lost(String sentence) {
        boolean early = link == Link.UP && now - linkSince < EARLY_LOSS_MILLIS;
        earlyLosses = early ? earlyLosses + 1 : 0;
        if (earlyLosses >= EARLY_LOSSES) {
            down(
                    "the connection was lost " + earlyLosses + " times soon after it was made (" + sentence
                            + "): another agent may run with the same id " + uid,
                    slowly(),
                    true);
        } else {
            down(sentence, now + (link == Link.UP ? backOff.afterLoss(hubJitter) : backOff.next()), false);
        }
    }

    private void down(String sentence, long retryAt, boolean block) {
        cut();
        blocked = block;
        nextTry = retryAt;
        raise(sentence);
    }

    private void cut() {
        actions.add(new SessionAction.Disconnect(attempt));
        link = Link.DOWN;
        parting.over();
        hello.stop();
        sender.disconnected();
        storeMark();
    }

    /** Outside of the link's hours: nothing is begun, and what is under way is ended in good order. */
    private void part() {
        switch (link) {
            case DOWN -> rest();
            case CONNECTING -> {
                cut();
                rest();
            }
            case UP -> {
                switch (parting.step(sender.inFlight(), now)) {
                    case WAIT -> {}
                    case TELL -> parting.told(publish(Uplink.STATE, wire.encode(new AgentState(false, conn, 0))), now);
                    case LEAVE -> {
                        cut();
                        rest();
                    }
                }
            }
        }
    }

    private void rest() {
        resting = true;
        blocked = false;
        earlyLosses = 0;
        backOff.reset();
        problem = null;
    }

    /** The link's hours begin: at once, but not the whole fleet in one moment. */
    private void rise() {
        resting = false;
        nextTry = now + backOff.between(0, turn.spread());
    }

    private void giveUp(String sentence) {
        down(sentence, now + backOff.next(), false);
    }

    /** Keeps the connection for live alone and tries the rest again after a while. */
    private void block(String sentence) {
        blocked = true;
        nextTry = slowly();
        hello.stop();
        sender.disconnected();
        raise(sentence);
    }

    private long slowly() {
        return now
                + backOff.between(
                        settings.slowRetryLeast().toMillis(),
                        settings.slowRetryMost().toMillis());
    }

    // ---- what is due

    private void advance() {
        if (!turn.open() || parting.isUnderWay()) {
            part();
        }
        if (!turn.open() || parting.isUnderWay()) {
            return;
        }
        if (resting) {
            rise();
        }
        switch (link) {
            case DOWN -> {
                if (now >= nextTry) {
                    connect();
                }
            }
            case CONNECTING -> {
                if (now >= linkSince + settings.attemptLimit().toMillis()) {
                    giveUp("the broker did not answer within "
                            + settings.attemptLimit().toSeconds() + " s");
                }
            }
            case UP -> advanceWhileUp();
        }
    }

    private void advanceWhileUp() {
        if (pulse.isDue(now)) {
            live();
        }
        if (blocked) {
            if (now < nextTry) {
                return;
            }
            blocked = false;
            actions.add(new SessionAction.Subscribe(attempt));
            ask();
        }
        if (now >= rehelloAt
                || (sender.isStuck()
                        && now >= hello.sentAt() + settings.helloEvery().toMillis())) {
            ask();
        }
        switch (hello.step(now, allowance.isAway())) {
            case NOTHING -> {}
            case SEND -> {
                hello.sent(now);
                receipts.asked();
                sender.helloOpen();
                sayHello();
            }
            case GIVE_UP -> {
                giveUp("the hub did not answer on the broker's connection: is it running?");
                return;
            }
        }
        allowance.settle(now);
        sender.advance(spending.plan().step(), now);
        if (sender.tooLarge() > 0) {
            raise("the broker's largest packet is too small for " + sender.tooLarge()
                    + " batch(es): raise its limit to 128 KiB");
        }
    }

    private void live() {
        var heads = outbox.heads();
        long epoch = presentEpoch(heads);
        heads = heads.stream().filter(head -> head.epoch() == epoch).toList();
        long token = publish(Uplink.LIVE, wire.encode(presence.live(conn, heads, outbox.bytesQueued())));
        long every = Math.max(
                settings.liveEvery().toMillis(), spending.plan().liveEvery().toMillis());
        pulse.sent(token, now, every);
        spending.toldLive();
    }

    private void sayHello() {
        var record = presence.hello(conn, hello.heads(), hello.page(), hello.pages(), outbox.bytesQueued(), mark);
        var id = Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(conn).array());
        actions.add(new SessionAction.Publish(
                attempt, Publication.question(Uplink.HELLO, id, tokens++, wire.encode(record))));
    }

    /** Asks the hub what it holds, unless it is being asked. */
    private void ask() {
        if (!hello.isOpen()) {
            hello.start(outbox.heads(), now);
            sender.helloOpen();
        }
    }

    private long publish(Uplink uplink, byte[] payload) {
        long token = tokens++;
        actions.add(new SessionAction.Publish(attempt, Publication.control(uplink, token, payload)));
        return token;
    }

    /** A release is history: it goes when that would, within the same budget. */
    private void want(Bytes want) {
        if (reached() == SessionState.STREAMING
                && turn.open()
                && allowance.takesHistory()
                && spending.plan().step().sendsHistory()) {
            publish(Uplink.WANT, want.toArray());
        }
    }

    private long publishBatch(BatchKey key, byte[] payload) {
        long token = tokens++;
        spending.handedOver(payload.length);
        actions.add(new SessionAction.Publish(attempt, Publication.batch(key, token, payload)));
        return token;
    }

    // ---- what the broker says

    private void published(long token, int code) {
        if (pulse.taken(token) || parting.taken(token)) {
            return;
        }
        switch (code) {
            case 0x00 -> {
                sender.taken(token, false, now);
                if (nobodyTook) {
                    present();
                }
            }
            case 0x10 -> {
                sender.taken(token, true, now);
                allowance.away(true);
                nobodyTook = true;
                raise("nobody takes this agent's data from the broker: is the hub running and connected to it?");
            }
            case 0x97 -> {
                sender.taken(token, true, now);
                allowance.away(true);
                raise("the broker's queue for the hub is full (reason code 0x97): history waits");
            }
            case 0x80, 0x83, 0x87, 0x90, 0x91, 0x99 ->
                block("the broker refuses what this agent sends (reason code " + hex(code)
                        + "): check the topic rights and limits of " + uid);
            default ->
                giveUp("the broker answered with reason code " + hex(code) + ", which MQTT 5 does not have here");
        }
    }

    // ---- what the hub says

    private void received(Downlink from, Bytes payload) {
        switch (from) {
            case HELLO -> wire.helloReply(payload, conn).ifPresentOrElse(this::answered, this::disbelieve);
            case ACK -> wire.ack(payload, conn).ifPresentOrElse(this::receipt, this::disbelieve);
            case HUB_STATE -> wire.hubState(payload).ifPresentOrElse(this::hubState, this::disbelieve);
            case PIECE -> actions.add(new SessionAction.TakePiece(payload));
            case COMMAND ->
                wire.command(payload)
                        .ifPresentOrElse(
                                command -> actions.add(new SessionAction.Obey(
                                        command, command.conn().equals(Optional.of(conn)))),
                                this::disbelieve);
        }
    }

    private void answered(HelloReply reply) {
        if (!hello.isOpen() || blocked || reply.page() != hello.page() || deadHubs.contains(reply.hubBoot())) {
            return;
        }
        if (statedHub != 0 && reply.hubBoot() != statedHub && doubts < MOST_DOUBTS) {
            // On its way since before that hub began, most likely: it may hold less than the one before it.
            doubts++;
            hello.start(outbox.heads(), now);
            return;
        }
        heard();
        boolean newHub = hubBoot != 0 && hubBoot != reply.hubBoot();
        boolean changedWhileAsking = newHub && hello.page() > 0;
        if (newHub) {
            bury(hubBoot);
            receipts.asked();
        }
        hubBoot = reply.hubBoot();
        if (changedWhileAsking) {
            hello.start(outbox.heads(), now);
            return;
        }
        if (reply.lsn() < mark.lsn()) {
            raise("the hub's store is older than what it confirmed before (it was restored from a backup): "
                    + "sending again what it lost");
        }
        mark = new HubMark(hubBoot, reply.lsn());
        actions.add(new SessionAction.HubClock(reply.nowMillis(), now - hello.sentAt()));
        allowance.credit(reply.credit(), now);
        allowance.present(now);
        // Before anything is taken back: what a stick brings of an earlier hub process is outdated from here on.
        storeMark();
        receipts.replace(hello.heads(), reply.held());
        reply.want().forEach(this::wanted);
        if (hello.answered(now)) {
            backOff.reset();
            rehelloAt = now + settings.rehelloEvery().toMillis();
            sender.helloAnswered(newHub);
        }
    }

    private void receipt(Ack ack) {
        if (hubBoot == 0 || blocked || deadHubs.contains(ack.hubBoot())) {
            return;
        }
        if (ack.hubBoot() != hubBoot) {
            ask();
            return;
        }
        heard();
        allowance.credit(ack.credit(), now);
        mark = new HubMark(hubBoot, Math.max(mark.lsn(), ack.lsn()));
        // Before what is held, which those that are kept as refused are among.
        for (Ack.Nack nack : ack.nacks()) {
            refusal(ack, nack);
        }
        receipts.add(ack);
        sender.receipted();
        if (now >= markStored + MARK_EVERY_MILLIS) {
            storeMark();
        }
    }

    /** What a stick brought may be older than what the hub said since; on a connection the hub is asked. */
    private void fromStick(StickReceipt receipt) {
        storeMark();
        switch (new StickWord(receipt).tell(outbox)) {
            case NEWEST, ADDS -> {
                mark = outbox.lastHub();
                if (link == Link.UP && !blocked) {
                    ask();
                }
            }
            case OUTDATED -> {}
        }
    }

    private void refusal(Ack ack, Ack.Nack nack) {
        if (nack.reason() == Ack.Reason.REHELLO) {
            ask();
            return;
        }
        if (nack.seq() < 1) {
            return;
        }
        var key = new BatchKey(uid, ack.epoch(), ack.stream(), nack.seq());
        switch (nack.reason()) {
            case LATER -> sender.later(key, Math.max(0, nack.retryAfterMillis()), now);
            case DICT_MISSING ->
                outbox.load(key).ifPresent(batch -> wire.dictRefs(batch).forEach(this::wanted));
            case POLICY -> {
                sender.refused(key, nack.reason());
                raise("the hub asks for a later privacy policy than this agent's: upgrade the agent; until then its"
                        + " batches stay in the ring and count as refused");
            }
            case SIGNATURE, SCHEMA, SIZE, QUOTA, CONFLICT, QUARANTINED -> {
                sender.refused(key, nack.reason());
                raise("the hub refused a batch of stream " + ack.stream().code() + " (reason "
                        + nack.reason().word() + "): it stays in the ring and counts as refused");
            }
            case REHELLO -> {}
        }
    }

    /** The hub misses a dictionary chunk. */
    private void wanted(Bytes hash) {
        outbox.chunk(hash).ifPresent(sender::askedFor);
    }

    private void wanted(String hash) {
        try {
            wanted(Bytes.of(HexFormat.of().parseHex(hash)));
        } catch (IllegalArgumentException e) {
            // A wish of a later version of the hub: nothing here can fulfil it.
            disbelieved++;
        }
    }

    private void hubState(HubState hub) {
        if (deadHubs.contains(hub.hubBoot())) {
            return;
        }
        if (!hub.on()) {
            if (hubBoot == 0 || hub.hubBoot() == hubBoot) {
                allowance.away(true);
                raise("the hub is away, as the broker says: history waits until it is back");
            }
            return;
        }
        if (hub.hubBoot() != statedHub) {
            statedHub = hub.hubBoot();
            doubts = 0;
        }
        hubJitter = Math.max(0, hub.jitterMillis());
        allowance.level(hub.level());
        present();
        if (hubBoot != 0 && hub.hubBoot() != hubBoot && !blocked) {
            ask();
        }
    }

    /** The hub spoke, sealed: it is there. */
    private void heard() {
        lastContact = now;
        present();
    }

    private void present() {
        nobodyTook = false;
        if (allowance.isAway()) {
            allowance.away(false);
            // What was told while nobody listened is told again, before all that the hub's presence lets flow.
            pulse.again(now);
            sender.hubPresent();
            hello.hurry(now);
        }
    }

    private void bury(long boot) {
        deadHubs.addLast(boot);
        if (deadHubs.size() > DEAD_HUBS) {
            deadHubs.removeFirst();
        }
    }

    private void storeMark() {
        markStored = now;
        if (!mark.equals(outbox.lastHub())) {
            outbox.heardHub(mark);
        }
    }

    private void disbelieve() {
        disbelieved++;
    }

    // ---- what is told

    private void raise(String sentence) {
        if (!sentence.equals(problem)) {
            problem = sentence;
            actions.add(new SessionAction.Raise(sentence));
        }
    }

    private void settle() {
        SessionState reached = reached();
        if (reached != state) {
            state = reached;
            stateSince = now;
            if (reached == SessionState.STREAMING) {
                problem = null;
            }
        }
    }

    private SessionState reached() {
        if (blocked) {
            return SessionState.BLOCKED;
        }
        return switch (link) {
            case DOWN -> resting ? SessionState.RESTING : SessionState.OFFLINE;
            case CONNECTING -> SessionState.CONNECTING;
            case UP -> {
                if (hello.isOpen()) {
                    yield SessionState.HELLO;
                }
                yield allowance.paused(now) ? SessionState.PAUSED : SessionState.STREAMING;
            }
        };
    }

    /** That of the latest start among the epochs that have a batch; 0 if none has. */
    private static long presentEpoch(List<EpochHead> heads) {
        long epoch = 0;
        long latest = Long.MIN_VALUE;
        for (EpochHead head : heads) {
            if (head.startNo() > latest) {
                latest = head.startNo();
                epoch = head.epoch();
            }
        }
        return epoch;
    }

    private static String hex(int code) {
        return String.format("0x%02x", code);
    }
}
