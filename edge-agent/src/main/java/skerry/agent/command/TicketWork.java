package skerry.agent.command;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import skerry.agent.privacy.Redactor;
import skerry.agent.ring.Pinned;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingReader;
import skerry.agent.summary.PatternMiner;
import skerry.agent.ticket.Decision;
import skerry.agent.ticket.TicketContent;
import skerry.agent.ticket.TicketFolder;
import skerry.agent.ticket.TicketPolicy;
import skerry.agent.ticket.TicketSettings;
import skerry.agent.ticket.WaitingTicket;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.payload.TicketWord;
import skerry.protocol.payload.TicketWord.Why;
import skerry.protocol.ticket.TicketRequest;
import skerry.protocol.ticket.TicketRequest.Kind;

/**
 * Answers tickets as the site's policy says: at once, after a person at the site has agreed, or not at all. What waits for a
 * person is kept durably, and its window spared in the ring, until somebody decides or the time is over. Owned by the thread that
 * does the hub's commands.
 */
public final class TicketWork implements Work.Waiting {
    private static final System.Logger LOG = System.getLogger(TicketWork.class.getName());
    /** As many as the hub may have open for one agent. */
    private static final int MOST_WAITING = 8;

    private static final String PIN = "ticket ";
    private static final long DAY = Duration.ofDays(1).toMillis();
    /** How long beyond its time an approved ticket may wait for the room of a day. */
    private static final long GRACE = 2 * DAY;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private final boolean allowed;
    private final TicketSettings settings;
    private final TicketFolder folder;
    private final Ring ring;
    private final Redactor redactor;
    private final Supplier<PatternMiner> miners;
    private final InstantSource clock;
    private final Notice notice;
    private boolean swept;
    private String trouble = "";

    /** Told of each step of a ticket, for the site's own record. */
    public interface Notice {
        /**
         * @param id of the ticket, 8 hexadecimal digits
         * @param step asked, waits, answered, refused
         */
        void ticket(String id, String step, String sentence);
    }

    /**
     * @param allowed whether the site allows tickets at all; if not, those that wait from before are refused
     * @param miners make one that knows the patterns of the node as they are now
     * @param clock the wall clock
     */
    public TicketWork(
            boolean allowed,
            TicketSettings settings,
            TicketFolder folder,
            Ring ring,
            Redactor redactor,
            Supplier<PatternMiner> miners,
            InstantSource clock,
            Notice notice) {
        this.allowed = allowed;
        this.settings = settings;
        this.folder = folder;
        this.ring = ring;
        this.redactor = redactor;
        this.miners = miners;
        this.clock = clock;
        this.notice = notice;
    }

    @Override
    public Done run(Bytes cmdId, Bytes args) throws Refusal, Waits, SQLException, IOException {
        TicketRequest request;
        try {
            request = TicketRequest.decode(args);
        } catch (ProtocolException e) {
            throw new Refusal(String.valueOf(e.getMessage()), Optional.of(TicketWord.of(Why.OTHER)));
        }
        notice.ticket(id(cmdId), "asked", asked(request));
        try {
            return decide(cmdId, request);
        } catch (Refusal e) {
            notice.ticket(id(cmdId), "refused", String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private Done decide(Bytes cmdId, TicketRequest request) throws Refusal, Waits, SQLException, IOException {
        TicketPolicy policy = settings.of(request.kind());
        requireAllowed(request, policy);
        if (policy == TicketPolicy.ASK && folder.waiting().size() >= MOST_WAITING) {
            throw refusal(MOST_WAITING + " tickets wait for the technician already", TicketWord.of(Why.LIMIT));
        }
        TicketContent.Made made = make(request);
        if (policy == TicketPolicy.AUTO) {
            requireDaysRoom(made.content().size());
            return answer(cmdId, request, made, "");
        }
        if (made.content().size() > settings.bytesPerDay()) {
            throw refusal(
                    "this site hands out at most " + settings.bytesPerDay() + " bytes a day: ask for less",
                    new TicketWord(Why.TOO_LARGE, made.records(), made.content().size(), 0));
        }
        long now = clock.millis();
        boolean whole = ring.pin(
                        PIN + cmdId.hex(), request.kind() != Kind.SERIES, request.fromMillis(), request.toMillis())
                .map(Pinned::whole)
                .orElse(false);
        var ticket = new WaitingTicket(
                cmdId,
                request,
                now,
                now + settings.askFor().toMillis(),
                made.records(),
                made.content().size(),
                whole,
                made.example());
        folder.add(ticket);
        String sentence = "waits for the technician until "
                + WHEN.format(Instant.ofEpochMilli(ticket.untilMillis())) + " UTC: " + quote(made)
                + (whole ? "" : "; not all of its window can be kept until then");
        notice.ticket(ticket.id(), "waits", sentence);
        throw new Waits(
                sentence,
                new TicketWord(Why.WAITS, made.records(), made.content().size(), ticket.untilMillis()));
    }

    @Override
    public boolean waits(Bytes cmdId) {
        return folder.has(cmdId);
    }

    @Override
    public void look(Ends ends) throws InterruptedException {
        List<WaitingTicket> waiting = folder.waiting();
        if (!swept) {
            swept = true;
            letGoOthersThan(waiting);
        }
        for (WaitingTicket ticket : waiting) {
            try {
                look(ticket, ends);
            } catch (SQLException | IOException e) {
                String now = "ticket " + ticket.id() + " cannot be answered now and waits on: " + e.getMessage();
                LOG.log(now.equals(trouble) ? DEBUG : WARNING, now);
                trouble = now;
            }
        }
    }

    private void look(WaitingTicket ticket, Ends ends) throws InterruptedException, SQLException, IOException {
        Optional<Decision> decision = folder.decision(ticket.cmdId());
        try {
            requireAllowed(ticket.request(), settings.of(ticket.request().kind()));
            if (clock.millis() >= ticket.untilMillis() + GRACE) {
                throw refusal("it could not be answered in time", TicketWord.of(Why.EXPIRED));
            }
            if (decision.isPresent()) {
                Decision said = decision.get();
                if (!said.approved()) {
                    throw refusal("the person at the site refused", TicketWord.of(Why.TECHNICIAN));
                }
                if (!hasDaysRoom(ticket.bytes())) {
                    return; // Agreed: it goes when the next day begins.
                }
                // What came since, also with a time of before, was in nothing that was shown.
                TicketContent.Made made = make(ticket.request().within(ticket.askedMillis(), ticket.records()));
                if (!hasDaysRoom(made.content().size())) {
                    return;
                }
                Done done = answer(ticket.cmdId(), ticket.request(), made, ", approved by " + said.by());
                ends.done(ticket.cmdId(), done);
                end(ticket);
            } else if (clock.millis() >= ticket.untilMillis()) {
                throw refusal("nobody at the site decided in time", TicketWord.of(Why.EXPIRED));
            }
        } catch (Refusal e) {
            notice.ticket(
                    ticket.id(),
                    "refused",
                    String.valueOf(e.getMessage())
                            + decision.map(said -> " (" + said.by() + ")").orElse(""));
            ends.refused(ticket.cmdId(), e);
            end(ticket);
        }
    }

    private void end(WaitingTicket ticket) throws IOException {
        folder.remove(ticket.cmdId());
        ring.unpin(PIN + ticket.cmdId().hex());
    }

    /** What was pinned for a ticket that is no more, since the agent ended in between. */
    private void letGoOthersThan(List<WaitingTicket> waiting) {
        for (String reason : ring.pins()) {
            if (reason.startsWith(PIN)
                    && waiting.stream()
                            .noneMatch(
                                    ticket -> reason.equals(PIN + ticket.cmdId().hex()))) {
                ring.unpin(reason);
            }
        }
    }

    private void requireAllowed(TicketRequest request, TicketPolicy policy) throws Refusal {
        if (!allowed) {
            throw refusal("this site allows no tickets any more", TicketWord.of(Why.POLICY));
        }
        if (policy == TicketPolicy.NEVER) {
            String word = request.kind().word();
            throw refusal(
                    "this site never hands out " + word + ": its setting tickets." + word + " is never",
                    TicketWord.of(Why.POLICY));
        }
    }

    private TicketContent.Made make(TicketRequest request) throws Refusal, SQLException, IOException {
        long most = Math.min(request.mostBytes(), settings.mostBytes());
        try (RingReader reader = ring.reader()) {
            TicketContent.Made made = TicketContent.of(reader, request, redactor, miners.get(), most, clock.millis());
            if (made.records() == 0 && !made.cut()) {
                long oldest = reader.content().rawFromMillis();
                throw refusal(
                        "the ring has none of that in that window"
                                + (made.sealed() > 0 ? sealed(made) : "")
                                + (oldest > 0
                                        ? "; it reaches back to " + WHEN.format(Instant.ofEpochMilli(oldest)) + " UTC"
                                        : ""),
                        TicketWord.of(Why.NOTHING));
            }
            if (made.cut()
                    && (made.records() == 0
                            || (made.records() < request.mostRecords() && most < request.mostBytes()))) {
                throw refusal(
                        "there is more than the " + most
                                + " bytes that may be handed out at once: ask for less, or for "
                                + "at most so many bytes",
                        new TicketWord(
                                Why.TOO_LARGE, made.records(), made.content().size(), 0));
            }
            return made;
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()), TicketWord.of(Why.OTHER));
        }
    }

    private Done answer(Bytes cmdId, TicketRequest request, TicketContent.Made made, String how) throws IOException {
        long now = clock.millis();
        folder.spend(Math.floorDiv(now, DAY), made.content().size());
        String sentence = quote(made) + how;
        notice.ticket(id(cmdId), "answered", sentence);
        return new Done(
                sentence,
                "skerry-" + request.kind().word() + "-" + STAMP.format(Instant.ofEpochMilli(now)) + ".jsonl.gz",
                made.content(),
                Optional.of(new TicketWord(
                        Why.ANSWERED, made.records(), made.content().size(), 0)));
    }

    private boolean hasDaysRoom(long bytes) {
        return folder.spent(Math.floorDiv(clock.millis(), DAY)) + bytes <= settings.bytesPerDay();
    }

    private void requireDaysRoom(long bytes) throws Refusal {
        if (!hasDaysRoom(bytes)) {
            throw refusal(
                    "this site hands out at most " + settings.bytesPerDay() + " bytes a day: ask again tomorrow",
                    new TicketWord(Why.LIMIT, 0, bytes, 0));
        }
    }

    private static Refusal refusal(String sentence, TicketWord word) {
        return new Refusal(sentence, Optional.of(word));
    }

    private static String quote(TicketContent.Made made) {
        return made.records() + " records in " + made.content().size() + " bytes" + (made.cut() ? ", cut" : "")
                + (made.sealed() > 0 ? sealed(made) : "");
    }

    private static String sealed(TicketContent.Made made) {
        return "; " + made.sealed() + " blocks in it are encrypted under a key that is not here";
    }

    private static String asked(TicketRequest request) {
        return request.kind().word() + " asked for by the hub's " + request.by() + ", "
                + WHEN.format(Instant.ofEpochMilli(request.fromMillis())) + " to "
                + WHEN.format(Instant.ofEpochMilli(request.toMillis()))
                + (request.reason().isEmpty() ? "" : ": " + request.reason());
    }

    private static String id(Bytes cmdId) {
        return cmdId.first(4).hex();
    }
}
