package skerry.agent.command;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import skerry.agent.command.CommandRules.Arrival;
import skerry.agent.command.CommandRules.Ruling;
import skerry.agent.sync.WallReading;
import skerry.platform.Repeating;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.control.Command;
import skerry.protocol.control.CommandType;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.Answer.Outcome;
import skerry.protocol.payload.TicketWord;

/**
 * Takes the hub's commands one after the other and hands their answers to whoever stores them. A command that comes while
 * several wait is left to the hub, which sends it again. {@link #take} may be called by any thread and never waits.
 */
public final class CommandDesk implements Work.Ends, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CommandDesk.class.getName());
    /** As many as a stick brings, which is not put in again soon. */
    private static final int WAITING = Limits.MAX_STICK_COMMANDS;
    /** What people at the site decide is taken up within this. */
    private static final long LOOK_SECONDS = 10;

    private static final String INTERRUPTED = "the agent ended while it was at it: ask again";

    private final BlockingQueue<Arrived> arrived = new ArrayBlockingQueue<>(WAITING);
    private final CommandBook book;
    private final Map<CommandType, Work> works;
    private final List<Work.Waiting> waiting;
    private final Supplier<WallReading> wall;
    private final MonotonicClock clock;
    private final AnswerStore answers;
    private final Notice notice;
    private final Repeating rounds;
    private boolean resumed;

    private record Arrived(Command command, boolean thisConnection, long at) {}

    /** Where answers go. */
    public interface AnswerStore {
        /** Stores the parts of one answer together; returns when they are durable. */
        void store(List<Answer> parts) throws InterruptedException;
    }

    /** Told of each command, for the site's own record. */
    public interface Notice {
        /** @param what the type's word and what became of it, in one sentence */
        void command(String type, String what);
    }

    /**
     * @param file where the commands taken are noted
     * @param works what this site allows
     * @param waiting works of which commands may wait, also from when the site allowed them
     */
    public CommandDesk(
            Path file,
            Map<CommandType, Work> works,
            List<Work.Waiting> waiting,
            Supplier<WallReading> wall,
            MonotonicClock clock,
            AnswerStore answers,
            Notice notice) {
        this.book = CommandBook.open(file);
        this.works = Map.copyOf(works);
        this.waiting = List.copyOf(waiting);
        this.wall = wall;
        this.clock = clock;
        this.answers = answers;
        this.notice = notice;
        this.rounds = new Repeating("commands", this::round);
    }

    public void start() {
        rounds.start();
    }

    /**
     * Takes a command whose signature holds and that is meant for this agent.
     *
     * @param thisConnection whether it names the connection it came by
     */
    public void take(Command command, boolean thisConnection) {
        if (!arrived.offer(new Arrived(command, thisConnection, clock.millis()))) {
            LOG.log(DEBUG, "a command waits at the hub, because {0} wait here", WAITING);
        }
    }

    /** Ends the thread; a command under way is interrupted and found so at the next start. */
    @Override
    public void close() {
        rounds.close();
    }

    private Duration round() throws InterruptedException {
        if (!resumed) {
            resumed = true;
            resume();
        }
        Arrived next = arrived.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        if (next != null) {
            obey(new Arrival(next.command(), next.thisConnection(), next.at(), clock.millis()));
        }
        look();
        return Duration.ZERO;
    }

    /** Ends what waited and need not wait any more. */
    void look() throws InterruptedException {
        for (Work.Waiting work : waiting) {
            work.look(this);
        }
    }

    /** Tells the hub of what was under way when the agent before this one ended. */
    void resume() throws InterruptedException {
        for (Bytes cmdId : book.underWay()) {
            if (!waits(cmdId)) {
                end(cmdId, Outcome.INTERRUPTED, INTERRUPTED, Optional.empty());
            }
        }
    }

    private boolean waits(Bytes cmdId) {
        return waiting.stream().anyMatch(work -> work.waits(cmdId));
    }

    /** Does what the rules say about one command. */
    void obey(Arrival arrival) throws InterruptedException {
        Command command = arrival.command();
        switch (CommandRules.on(arrival, book, works, wall.get())) {
            case Ruling.Ignore() -> LOG.log(INFO, "a command of old is not run: number {0}", command.n());
            case Ruling.Repeat(CommandBook.Entry known) -> repeat(known);
            case Ruling.Refuse(String reason) -> {
                if (isNoted(command)) {
                    notice.command(word(command), "refused: " + reason);
                    end(command.cmdId(), Outcome.REFUSED, reason, Optional.empty());
                }
            }
            case Ruling.Run(CommandType type, Work work) -> {
                if (isNoted(command)) {
                    run(command, type, work);
                }
            }
        }
    }

    private void run(Command command, CommandType type, Work work) throws InterruptedException {
        notice.command(type.word(), "began, by order of the hub");
        Work.Done done;
        try {
            done = work.run(command.cmdId(), command.args());
        } catch (InterruptedException e) {
            throw e;
        } catch (Work.Refusal e) {
            notice.command(type.word(), "refused: " + e.sentence());
            end(command.cmdId(), Outcome.REFUSED, e.sentence(), e.ticket());
            return;
        } catch (Work.Waits e) {
            notice.command(type.word(), e.sentence());
            end(command.cmdId(), Outcome.WAITS, e.sentence(), Optional.of(e.ticket()));
            return;
        } catch (Exception e) {
            LOG.log(DEBUG, "a command failed", e);
            notice.command(type.word(), "failed");
            String why = e.getMessage() == null ? "it failed" : e.getMessage();
            end(command.cmdId(), Outcome.FAILED, why, Optional.empty());
            return;
        }
        if (store(command.cmdId(), done)) {
            notice.command(type.word(), done.sentence());
        }
    }

    @Override
    public void done(Bytes cmdId, Work.Done done) throws InterruptedException {
        boolean _ = store(cmdId, done);
    }

    @Override
    public void refused(Bytes cmdId, Work.Refusal why) throws InterruptedException {
        end(cmdId, Outcome.REFUSED, why.sentence(), why.ticket());
    }

    /** @return false if it is too much to be sent */
    private boolean store(Bytes cmdId, Work.Done done) throws InterruptedException {
        if (done.content().size() > Limits.MAX_ANSWER_PARTS * Limits.MAX_ANSWER_PART_BYTES) {
            end(
                    cmdId,
                    Outcome.FAILED,
                    "the answer has " + done.content().size() + " bytes, which is too much to be sent",
                    Optional.empty());
            return false;
        }
        answers.store(parts(cmdId, done));
        note(cmdId, Outcome.DONE, done.sentence());
        return true;
    }

    private static String word(Command command) {
        return CommandType.of(command.type()).map(CommandType::word).orElse("unknown");
    }

    private boolean isNoted(Command command) {
        try {
            book.begin(command);
            return true;
        } catch (IOException e) {
            LOG.log(WARNING, "a command of the hub waits, because it cannot be noted: {0}", e.getMessage());
            return false;
        }
    }

    /** Answers without content. */
    private void end(Bytes cmdId, Outcome outcome, String sentence, Optional<TicketWord> ticket)
            throws InterruptedException {
        answers.store(List.of(told(cmdId, outcome, sentence, ticket)));
        note(cmdId, outcome, sentence);
    }

    /** After the answer is durable: one that is forgotten in between is told as interrupted, and the hub knows better. */
    private void note(Bytes cmdId, Outcome outcome, String sentence) {
        try {
            book.end(cmdId, outcome, sentence);
        } catch (IOException e) {
            LOG.log(WARNING, "what a command came to cannot be noted: {0}", e.getMessage());
        }
    }

    private void repeat(CommandBook.Entry known) throws InterruptedException {
        if (known.outcome().isPresent()) {
            answers.store(List.of(told(known.cmdId(), known.outcome().get(), known.sentence(), Optional.empty())));
        }
    }

    private static Answer told(Bytes cmdId, Outcome outcome, String sentence, Optional<TicketWord> ticket) {
        return new Answer(cmdId, outcome, sentence, "", 0, 1, Bytes.of(new byte[0]), ticket);
    }

    private static List<Answer> parts(Bytes cmdId, Work.Done done) {
        byte[] content = done.content().toArray();
        int parts = Math.max(1, Math.ceilDiv(content.length, Limits.MAX_ANSWER_PART_BYTES));
        var all = new ArrayList<Answer>(parts);
        for (int part = 0; part < parts; part++) {
            int from = part * Limits.MAX_ANSWER_PART_BYTES;
            int to = Math.min(content.length, from + Limits.MAX_ANSWER_PART_BYTES);
            all.add(new Answer(
                    cmdId,
                    Outcome.DONE,
                    done.sentence(),
                    done.name(),
                    part,
                    parts,
                    Bytes.of(content, from, to),
                    done.ticket()));
        }
        return all;
    }
}
