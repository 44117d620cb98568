package skerry.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.command.CommandRules.Arrival;
import skerry.agent.sync.WallReading;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.Limits;
import skerry.protocol.Uid;
import skerry.protocol.control.Command;
import skerry.protocol.control.CommandType;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.Answer.Outcome;
import skerry.protocol.payload.TicketWord;

/** No command runs twice, after its time, or out of order, whatever comes and however often the agent ends. */
class CommandDeskTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final long TTL = 60_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(7);
    private final List<Answer> answers = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private int runs;
    private Work work = (_, _) -> new Work.Done("made", "support.zip", Bytes.of(new byte[] {1, 2, 3}));
    private Map<CommandType, Work> works = Map.of(CommandType.SUPPORT_FILE, (id, args) -> {
        runs++;
        return work.run(id, args);
    });
    private List<Work.Waiting> waits = List.of();
    private ClockQuality quality = ClockQuality.UNKNOWN;

    /** The desk of a process; a new one stands for a restart. */
    private CommandDesk desk() {
        return new CommandDesk(
                folder.resolve("commands"),
                works,
                waits,
                () -> new WallReading(NOW, quality),
                () -> 0,
                answers::addAll,
                (type, what) -> notices.add(type + ": " + what));
    }

    private Command command(long n) {
        return command(n, 1, Optional.of(9L), Optional.empty());
    }

    private Command command(long n, int type, Optional<Long> conn, Optional<Long> notAfter) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return new Command(
                Bytes.of(id),
                Uid.random(new Random(1)),
                n,
                type,
                Bytes.of(new byte[0]),
                TTL,
                conn,
                notAfter,
                Bytes.of(new byte[8]));
    }

    private static Arrival here(Command command) {
        return new Arrival(command, true, 1_000, 1_000);
    }

    @Test
    void aCommandRunsOnceHoweverOftenItComesAndIsAnsweredTheSameEachTime() throws Exception {
        CommandDesk desk = desk();
        Command command = command(5);

        desk.obey(here(command));
        assertThat(answers)
                .containsExactly(new Answer(
                        command.cmdId(), Outcome.DONE, "made", "support.zip", 0, 1, Bytes.of(new byte[] {1, 2, 3})));
        desk.obey(here(command));
        desk().obey(here(command));

        assertThat(runs).isOne();
        assertThat(answers)
                .extracting(Answer::outcome)
                .containsOnly(Outcome.DONE)
                .hasSize(3);
        assertThat(answers).extracting(Answer::sentence).containsOnly("made");
        assertThat(notices).containsExactly("support-file: began, by order of the hub", "support-file: made");
    }

    @Test
    void aCommandThatWaitsForSomebodyIsToldAtOnceAndAgainWhenItEndsAlsoAfterARestart() throws Exception {
        var ends = new ArrayList<Bytes>();
        var waiting = new Work.Waiting() {
            private boolean decided;

            @Override
            public Done run(Bytes cmdId, Bytes args) throws Waits {
                ends.add(cmdId);
                throw new Waits("waits for otto", TicketWord.of(TicketWord.Why.WAITS));
            }

            @Override
            public boolean waits(Bytes cmdId) {
                return ends.contains(cmdId);
            }

            @Override
            public void look(Ends to) throws InterruptedException {
                if (decided && !ends.isEmpty()) {
                    to.done(ends.removeFirst(), new Done("agreed", "lines.gz", Bytes.of(new byte[] {1})));
                }
            }
        };
        works = Map.of(CommandType.DETAIL, waiting);
        waits = List.of(waiting);
        Command command = command(5, 2, Optional.of(9L), Optional.empty());

        desk().obey(here(command));
        assertThat(answers).extracting(Answer::outcome).containsExactly(Outcome.WAITS);
        assertThat(answers.getFirst().ticket()).contains(TicketWord.of(TicketWord.Why.WAITS));
        CommandDesk restarted = desk();
        restarted.resume();
        restarted.look();
        assertThat(answers).as("it still waits").hasSize(1);
        waiting.decided = true;
        restarted.look();
        restarted.look();

        assertThat(answers).extracting(Answer::outcome).containsExactly(Outcome.WAITS, Outcome.DONE);
        assertThat(answers.getLast().name()).isEqualTo("lines.gz");
        desk().obey(here(command));
        assertThat(answers.getLast().outcome()).as("asked again").isEqualTo(Outcome.DONE);
    }

    @Test
    void whatWaitsFromWhenTheSiteAllowedItIsStillBroughtToItsEnd() throws Exception {
        works = Map.of();
        waits = List.of(new Work.Waiting() {
            @Override
            public Done run(Bytes cmdId, Bytes args) {
                throw new AssertionError("it is not allowed");
            }

            @Override
            public boolean waits(Bytes cmdId) {
                return true;
            }

            @Override
            public void look(Ends to) throws InterruptedException {
                to.refused(Bytes.of(new byte[16]), new Refusal("not any more"));
            }
        });

        desk().look();

        assertThat(answers).extracting(Answer::sentence).containsExactly("not any more");
    }

    @Test
    void anOldNumberIsNeverRunAndNotAnsweredAlsoAfterRestartsAndWhenItWasForgotten() throws Exception {
        CommandDesk desk = desk();
        Command first = command(1);
        desk.obey(here(first));
        for (int n = 2; n < 60; n++) {
            desk.obey(here(command(n)));
        }
        answers.clear();

        desk.obey(here(first));
        desk.obey(here(command(59)));
        desk().obey(here(command(58)));

        assertThat(runs).isEqualTo(59);
        assertThat(answers).isEmpty();
    }

    @Test
    void afterItsTimeOrByAnotherConnectionACommandIsRefusedForEver() throws Exception {
        CommandDesk desk = desk();
        Command late = command(1);
        Command strange = command(2);

        desk.obey(new Arrival(late, true, 1_000, 1_000 + TTL + 1));
        desk.obey(new Arrival(strange, false, 1_000, 1_000));
        desk.obey(here(late));
        desk.obey(here(strange));

        assertThat(runs).isZero();
        assertThat(answers)
                .extracting(Answer::outcome)
                .containsOnly(Outcome.REFUSED)
                .hasSize(4);
        desk.obey(new Arrival(command(3), true, 1_000, 1_000 + TTL));
        assertThat(runs).isOne();
    }

    @Test
    void aTimeBindsOnlyWhereTheClockIsTrustedAndNothingIsForgotten() throws Exception {
        CommandDesk desk = desk();
        desk.obey(new Arrival(command(1, 1, Optional.empty(), Optional.of(NOW + 1)), false, 0, 0));
        assertThat(runs).as("clock unknown").isZero();

        quality = ClockQuality.NTP;
        desk.obey(new Arrival(command(2, 1, Optional.empty(), Optional.of(NOW + 1)), false, 0, 0));
        assertThat(runs).isOne();
        desk.obey(new Arrival(command(3, 1, Optional.empty(), Optional.of(NOW)), false, 0, 0));
        assertThat(runs).as("too late").isOne();

        Files.writeString(folder.resolve("commands"), "damaged");
        CommandDesk after = desk();
        after.obey(new Arrival(command(4, 1, Optional.empty(), Optional.of(NOW + 1)), false, 0, 0));
        assertThat(runs).as("it may have run before").isOne();
        after.obey(here(command(5)));
        assertThat(runs).isEqualTo(2);
    }

    @Test
    void whatTheSiteDoesNotAllowOrTheAgentDoesNotKnowIsRefusedWithTheReason() throws Exception {
        desk().obey(here(command(1, 77, Optional.of(9L), Optional.empty())));
        works = Map.of();
        desk().obey(here(command(2)));

        assertThat(answers).extracting(Answer::outcome).containsOnly(Outcome.REFUSED);
        assertThat(answers.get(0).sentence()).contains("type 77");
        assertThat(answers.get(1).sentence()).contains("commands.allow");
    }

    @Test
    void aCommandThatTheAgentDidNotSurviveIsInterruptedNotRunAgain() throws Exception {
        Command command = command(1);
        work = (_, _) -> {
            throw new InterruptedException();
        };
        CommandDesk desk = desk();
        assertThatThrownBy(() -> desk.obey(here(command))).isInstanceOf(InterruptedException.class);
        assertThat(answers).isEmpty();

        work = (_, _) -> new Work.Done("made", "support.zip", Bytes.of(new byte[1]));
        CommandDesk next = desk();
        next.resume();
        next.obey(here(command));
        desk().resume();

        assertThat(runs).isOne();
        assertThat(answers).extracting(Answer::outcome).containsExactly(Outcome.INTERRUPTED, Outcome.INTERRUPTED);
    }

    @Test
    void aCommandThatCannotBeNotedDoesNotRunAndComesAgain() throws Exception {
        Command command = command(1);
        CommandDesk desk = desk();
        Files.createDirectories(folder.resolve("commands.tmp/in-the-way"));
        desk.obey(here(command));
        assertThat(runs).isZero();
        assertThat(answers).isEmpty();

        Files.delete(folder.resolve("commands.tmp/in-the-way"));
        desk.obey(here(command));
        assertThat(runs).isOne();
    }

    @Test
    void aLargeAnswerComesInPartsAndOneThatIsTooLargeIsSaidToBe() throws Exception {
        byte[] content = new byte[2 * Limits.MAX_ANSWER_PART_BYTES + 1];
        random.nextBytes(content);
        work = (_, _) -> new Work.Done("made", "support.zip", Bytes.of(content));
        CommandDesk desk = desk();
        desk.obey(here(command(1)));

        assertThat(answers).extracting(Answer::part).containsExactly(0, 1, 2);
        var joined = new java.io.ByteArrayOutputStream();
        answers.forEach(part -> joined.writeBytes(part.content().toArray()));
        assertThat(joined.toByteArray()).isEqualTo(content);

        answers.clear();
        work = (_, _) -> new Work.Done(
                "made", "support.zip", Bytes.of(new byte[Limits.MAX_ANSWER_PARTS * Limits.MAX_ANSWER_PART_BYTES + 1]));
        desk.obey(here(command(2)));
        assertThat(answers).extracting(Answer::outcome).containsExactly(Outcome.FAILED);
    }

    @Test
    void whatFailsIsAnsweredWithItsReason() throws Exception {
        work = (_, _) -> {
            throw new IOException("the disk is gone");
        };
        desk().obey(here(command(1)));

        assertThat(answers).extracting(Answer::outcome).containsExactly(Outcome.FAILED);
        assertThat(answers.getFirst().sentence()).isEqualTo("the disk is gone");
    }
}
